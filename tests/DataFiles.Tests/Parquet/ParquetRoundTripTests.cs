using CsCheck;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Parquet;

public sealed class ParquetRoundTripTests
{
    public static TheoryData<string> Codecs => ["none", "snappy", "gzip", "zstd", "lz4"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_is_written_is_read_again_with_every_codec(string codec)
    {
        var request = SampleRows.Request(FileLayout.Parquet, codec);
        SampleRows.Rows.Sample(
            rows =>
            {
                var batch = SampleRows.Batch(rows);
                Assert.Equal(SampleRows.Texts(batch), ParquetRoundTrip.Read(ParquetRoundTrip.Write(request, batch), SampleRows.Schema));
            },
            iter: 60);
    }

    [Fact]
    public void Logical_types_are_read_again_as_they_were()
    {
        var request = SampleRows.Request(FileLayout.Parquet, properties: ParquetRoundTrip.Logical);
        SampleRows.Rows.Sample(rows =>
        {
            var batch = SampleRows.Batch(rows);
            Assert.Equal(SampleRows.Texts(batch), ParquetRoundTrip.Read(ParquetRoundTrip.Write(request, batch), SampleRows.Schema));
        });
    }

    [Fact]
    public void Small_pages_and_row_groups_give_the_same_rows()
    {
        var properties = ParquetRoundTrip.Logical.Append(("parquet.page.size", "1024")).Append(("parquet.block.size", "65536")).ToArray();
        var request = SampleRows.Request(FileLayout.Parquet, "snappy", properties: properties);
        var batches = Enumerable.Range(0, 40).Select(static part => SampleRows.Fixed(500, part * 500)).ToArray();
        var file = ParquetRoundTrip.Write(request, batches);
        Assert.Equal(batches.SelectMany(SampleRows.Texts), ParquetRoundTrip.Read(file, SampleRows.Schema));
        Assert.True(ParquetMetadataReader.Read(new MemoryStream(file)).Groups.Length > 3);
    }

    [Fact]
    public void A_file_without_rows_has_a_schema_and_no_row_group()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet));
        Assert.Empty(ParquetRoundTrip.Read(file, SampleRows.Schema));
        Assert.Equal(
            SampleRows.Schema.Columns.Select(static column => column.Name),
            ParquetFile.ReadSchema(new MemoryStream(file), "f").Columns.Select(static column => column.Name));
    }

    [Fact]
    public void A_file_cannot_be_cut()
    {
        using var writer = new ParquetWriter(new MemoryStream(), ParquetPlan.From(SampleRows.Request(FileLayout.Parquet), TimeZoneInfo.Utc));
        writer.Write(SampleRows.Fixed(3), TestContext.Current.CancellationToken);
        Assert.False(writer.Cut());
    }

    [Fact]
    public void Each_row_knows_its_file_and_record_number()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet), SampleRows.Fixed(4000), SampleRows.Fixed(3000));
        using var reader = ParquetFile.Open(new MemoryStream(file), "f.parquet", SampleRows.Schema, TimeZoneInfo.Utc);
        var batch = new RowBatch(SampleRows.Schema);
        var expected = 0L;
        while (reader.Read(batch, TestContext.Current.CancellationToken))
        {
            Assert.Equal("f.parquet", batch.SourceName);
            Assert.True(batch.RowCount <= RowBatch.RowCountMax);
            for (var row = 0; row < batch.RowCount; row++)
                Assert.Equal(expected++, batch.PositionOf(row));
        }
        Assert.Equal(7000, expected);
    }
}
