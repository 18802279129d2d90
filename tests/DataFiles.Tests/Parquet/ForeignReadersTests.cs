using CsCheck;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Options;
using ParquetSharp;

namespace Levada.DataFiles.Tests.Parquet;

/// <summary>Other implementations read our files with equal values.</summary>
public sealed class ForeignReadersTests
{
    public static TheoryData<string> Codecs => ["none", "snappy", "gzip", "zstd", "lz4"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void ParquetSharp_reads_our_files(string codec) => SampleRows.Rows.Sample(
        rows =>
        {
            var batch = SampleRows.Batch(rows);
            var plain = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec), batch);
            Assert.Equal(rows.Select(ForeignRows.Plain), ForeignRows.ByParquetSharp(plain));
            var logical = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec, properties: ParquetRoundTrip.Logical), batch);
            Assert.Equal(rows.Select(ForeignRows.Logical), ForeignRows.ByParquetSharp(logical));
        },
        iter: 30);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void DuckDb_reads_our_files(string codec) => SampleRows.Rows.Sample(
        rows =>
        {
            var batch = SampleRows.Batch(rows);
            var plain = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec), batch);
            Assert.Equal(rows.Select(ForeignRows.Plain), ForeignRows.ByDuckDb(plain));
            var logical = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec, properties: ParquetRoundTrip.Logical), batch);
            Assert.Equal(rows.Select(ForeignRows.Logical), ForeignRows.ByDuckDb(logical));
        },
        iter: 10);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Both_read_many_pages_dictionaries_and_row_groups(string codec)
    {
        (string, string)[] properties = [.. ParquetRoundTrip.Logical, ("parquet.page.size", "2000"), ("parquet.block.size", "70000")];
        var rows = Enumerable.Range(0, 12_000).Select(SampleRow).ToArray();
        var batches = rows.Chunk(1000).Select(SampleRows.Batch).ToArray();
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec, properties: properties), batches);
        Assert.True(ParquetMetadataReader.Read(new MemoryStream(file)).Groups.Length > 1);
        var expected = rows.Select(ForeignRows.Logical).ToList();
        Assert.Equal(expected, ForeignRows.ByParquetSharp(file));
        Assert.Equal(expected, ForeignRows.ByDuckDb(file));
    }

    [Fact]
    public void The_schema_is_named_for_the_table_and_its_Avro_form_is_kept()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, "snappy"), SampleRows.Fixed(10));
        using var reader = new ParquetFileReader(new MemoryStream(file));
        using var group = reader.RowGroup(0);
        Assert.Equal("emp", reader.FileMetaData.Schema.SchemaRoot.Name);
        Assert.StartsWith("levada version ", reader.FileMetaData.CreatedBy);
        Assert.Contains("\"name\":\"emp\"", reader.FileMetaData.KeyValueMetadata["parquet.avro.schema"]);
        Assert.Equal(Compression.Snappy, group.MetaData.GetColumnChunkMetaData(0).Compression);
    }

    [Fact]
    public void Bounds_and_null_counts_are_those_of_the_values()
    {
        var file = ParquetRoundTrip.Write(
            SampleRows.Request(FileLayout.Parquet, properties: ParquetRoundTrip.Logical), SampleRows.Batch([.. Enumerable.Range(0, 500).Select(SampleRow)]));
        using var reader = new ParquetFileReader(new MemoryStream(file));
        using var group = reader.RowGroup(0);
        var ids = (Statistics<int>)group.MetaData.GetColumnChunkMetaData(0).Statistics!;
        Assert.Equal((0, 499, 0L), (ids.Min, ids.Max, ids.NullCount));
        var seen = (Statistics<long>)group.MetaData.GetColumnChunkMetaData(8).Statistics!;
        Assert.Equal(0, seen.Min);
        Assert.Equal(Enumerable.Range(0, 500).Count(static id => id % 11 == 8), seen.NullCount);
        var wide = (Statistics<double>)group.MetaData.GetColumnChunkMetaData(4).Statistics!;
        Assert.True(double.IsNegative(wide.Min));
    }

    [Fact]
    public void Bounds_let_a_reader_that_skips_by_them_miss_no_row()
    {
        (string, string)[] properties = [.. ParquetRoundTrip.Logical, ("parquet.block.size", "65536")];
        var rows = Enumerable.Range(0, 8000).Select(SampleRow).ToArray();
        var batches = rows.Chunk(500).Select(SampleRows.Batch).ToArray();
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, properties: properties), batches);
        Assert.True(ParquetMetadataReader.Read(new MemoryStream(file)).Groups.Length > 3);
        foreach (var id in new[] { 1, 777, 4242, 7998 })
        {
            var row = rows[id];
            foreach (var condition in new[]
            {
                $"id = {id}", $"big = {id * 1_000_000_007L}", $"wide = {(id / 8d).ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                $"amount = {((id - 6000) * 1001L / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                $"seen = TIMESTAMP '1970-01-01' + INTERVAL {id * 3671L} SECOND", $"name >= 'dept {id % 5}' AND id = {id}",
            })
                Assert.Equal([ForeignRows.Logical(row)], ForeignRows.ByDuckDb(file, condition));
        }
    }

    // Few distinct texts in one column, many in others, NULL where id and ordinal meet.
    private static object?[] SampleRow(int id)
    {
        object?[] row =
        [
            id, id % 3 == 0, id * 1_000_000_007L, id / 4f, id / 8d, (id - 6000) * 1001L, id % 20_000, id % 86_400, id * 3671L,
            "dept " + (id % 5), BitConverter.GetBytes(id * 7919),
        ];
        for (var ordinal = 1; ordinal < row.Length; ordinal++)
            row[ordinal] = id % 11 == ordinal ? null : row[ordinal];
        return row;
    }
}
