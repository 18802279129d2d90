using CsCheck;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Avro;

public sealed class AvroRoundTripTests
{
    public static TheoryData<string> Codecs => ["none", "deflate", "snappy", "bzip2", "zstandard"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_is_written_is_read_again_with_every_codec(string codec)
    {
        var request = SampleRows.Request(FileLayout.Avro, codec);
        SampleRows.Rows.Sample(
            rows =>
            {
                var batch = SampleRows.Batch(rows);
                Assert.Equal(SampleRows.Texts(batch), AvroRoundTrip.Read(AvroRoundTrip.Write(request, batch), SampleRows.Schema));
            },
            iter: 60);
    }

    [Fact]
    public void Logical_types_are_read_again_as_they_were()
    {
        var request = SampleRows.Request(
            FileLayout.Avro,
            properties: [("sqoop.avro.logical_types.decimal.enable", "true"), ("sqoop.avro.logical_types.temporal.enable", "true")]);
        SampleRows.Rows.Sample(rows =>
        {
            var batch = SampleRows.Batch(rows);
            var file = AvroRoundTrip.Write(request, AvroRoundTrip.Berlin, batch);
            Assert.Equal(SampleRows.Texts(batch), AvroRoundTrip.Read(file, SampleRows.Schema, AvroRoundTrip.Berlin));
        });
    }

    [Fact]
    public void Blocks_end_after_64_000_bytes_and_all_rows_come_back()
    {
        var batches = Enumerable.Range(0, 5).Select(static part => SampleRows.Fixed(3000, part * 3000)).ToArray();
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, "snappy"), batches);
        Assert.Equal(batches.SelectMany(SampleRows.Texts), AvroRoundTrip.Read(file, SampleRows.Schema));
        Assert.True(CountOf(file, AvroRoundTrip.Sync) > 10);
    }

    [Fact]
    public void A_file_that_was_cut_can_be_continued()
    {
        var request = SampleRows.Request(FileLayout.Avro, "deflate");
        var stream = new MemoryStream();
        using (var first = AvroWriter.Create(stream, AvroPlan.From(request, TimeZoneInfo.Utc), AvroRoundTrip.Sync))
        {
            first.Write(SampleRows.Fixed(10), TestContext.Current.CancellationToken);
            Assert.True(first.Cut());
        }
        var cut = stream.Length;
        // What follows the cut was lost with its process.
        stream.Write([1, 2, 3]);
        stream.SetLength(cut);
        using (var second = AvroWriter.Continue(new MemoryStream(stream.ToArray()), stream, "part", AvroPlan.From(request, TimeZoneInfo.Utc)))
        {
            second.Write(SampleRows.Fixed(10, 10), TestContext.Current.CancellationToken);
            second.Finish();
        }
        Assert.Equal(SampleRows.Texts(SampleRows.Fixed(20)), AvroRoundTrip.Read(stream.ToArray(), SampleRows.Schema));
    }

    [Fact]
    public void A_file_of_another_schema_or_codec_is_not_continued()
    {
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro), SampleRows.Fixed(1));
        var otherCodec = AvroPlan.From(SampleRows.Request(FileLayout.Avro, "snappy"), TimeZoneInfo.Utc);
        Assert.Contains("codec", Assert.Throws<TransferException>(() => AvroWriter.Continue(new MemoryStream(file), Stream.Null, "part", otherCodec)).Message);
        var otherSchema = AvroPlan.From(
            SampleRows.Request(FileLayout.Avro, schema: new RowSchema([SampleRows.Schema[0]])), TimeZoneInfo.Utc);
        Assert.Contains("schema", Assert.Throws<TransferException>(() => AvroWriter.Continue(new MemoryStream(file), Stream.Null, "part", otherSchema)).Message);
    }

    [Fact]
    public void A_file_without_rows_is_a_header()
    {
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro));
        Assert.Empty(AvroRoundTrip.Read(file, SampleRows.Schema));
        Assert.Equal(AvroRoundTrip.Sync, file[^16..]);
    }

    [Fact]
    public void Each_row_knows_its_file_and_record_number()
    {
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro), SampleRows.Fixed(5000));
        using var reader = AvroFile.Open(new MemoryStream(file), "f.avro", SampleRows.Schema, TimeZoneInfo.Utc);
        var batch = new RowBatch(SampleRows.Schema);
        var expected = 0L;
        while (reader.Read(batch, TestContext.Current.CancellationToken))
        {
            Assert.Equal("f.avro", batch.SourceName);
            for (var row = 0; row < batch.RowCount; row++)
                Assert.Equal(expected++, batch.PositionOf(row));
        }
        Assert.Equal(5000, expected);
    }

    private static int CountOf(ReadOnlySpan<byte> file, ReadOnlySpan<byte> marker) => file.Count(marker);
}
