using CsCheck;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Codecs;
using Levada.DataFiles.Sequence;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Sequence;

public sealed class SequenceFileTests
{
    public static TheoryData<string> Codecs => ["none", "gzip", "bzip2", "deflate", "snappy", "lz4", "zstd"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_is_written_is_read_again_with_every_codec(string codec)
    {
        var request = SampleRows.Request(FileLayout.Sequence, codec);
        SampleRows.Rows.Sample(
            rows =>
            {
                var batch = SampleRows.Batch(rows);
                Assert.Equal(SampleRows.Texts(batch), SequenceRoundTrip.Read(SequenceRoundTrip.Write(request, batch), SampleRows.Schema));
            },
            iter: 60);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Damaged_files_end_in_a_message(string codec)
    {
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, codec), SampleRows.Fixed(150));
        HostileFiles.Sample(file, static bytes => SequenceFile.Open(new MemoryStream(bytes), "f", SampleRows.Schema, TimeZoneInfo.Utc));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_file_that_was_cut_can_be_continued_and_its_keys_count_on(string codec)
    {
        var request = SampleRows.Request(FileLayout.Sequence, codec);
        var stream = new MemoryStream();
        using (var first = SequenceWriter.Create(stream, SequencePlan.From(request, TimeZoneInfo.Utc), SequenceRoundTrip.Sync))
        {
            first.Write(SampleRows.Fixed(10), TestContext.Current.CancellationToken);
            Assert.True(first.Cut());
        }
        using (var second = SequenceWriter.Continue(new MemoryStream(stream.ToArray()), stream, "part", SequencePlan.From(request, TimeZoneInfo.Utc)))
        {
            second.Write(SampleRows.Fixed(10, 10), TestContext.Current.CancellationToken);
            second.Finish();
        }
        Assert.Equal(SampleRows.Texts(SampleRows.Fixed(20)), SequenceRoundTrip.Read(stream.ToArray(), SampleRows.Schema));
        // Whole files are equal where the cut leaves no trace.
        if (codec == "none")
            Assert.Equal(SequenceRoundTrip.Write(request, SampleRows.Fixed(20)), stream.ToArray());
    }

    [Fact]
    public void A_file_of_other_columns_is_not_continued()
    {
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence), SampleRows.Fixed(1));
        var plan = SequencePlan.From(SampleRows.Request(FileLayout.Sequence, "gzip"), TimeZoneInfo.Utc);
        Assert.Throws<TransferException>(() => SequenceWriter.Continue(new MemoryStream(file), Stream.Null, "part", plan));
    }

    [Fact]
    public void Blocks_end_after_a_million_bytes_and_all_rows_come_back()
    {
        var batches = Enumerable.Range(0, 8).Select(static part => SampleRows.Fixed(4000, part * 4000)).ToArray();
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, "snappy"), batches);
        Assert.Equal(batches.SelectMany(SampleRows.Texts), SequenceRoundTrip.Read(file, SampleRows.Schema));
        // One marker in the header, one before each block.
        Assert.InRange(file.AsSpan().Count(SequenceRoundTrip.Sync), 3, 5);
    }

    [Fact]
    public void Uncompressed_files_have_a_marker_every_two_thousand_bytes()
    {
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence), SampleRows.Fixed(1000));
        Assert.InRange(file.AsSpan().Count(SequenceRoundTrip.Sync), file.Length / 2300, file.Length / 2000);
    }

    [Fact]
    public void Columns_are_found_by_name_and_others_passed_over()
    {
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence), SampleRows.Fixed(3, 1));
        var wanted = new RowSchema([SampleRows.Schema[9], SampleRows.Schema[0] with { Name = "ID" }]);
        Assert.Equal(["näme 1 | 1", "näme 2 | 2", "näme 3 | 3"], SequenceRoundTrip.Read(file, wanted));
        var missing = new RowSchema([SampleRows.Schema[0] with { Name = "nowhere" }]);
        Assert.Contains("nowhere", Assert.Throws<TransferException>(() => SequenceRoundTrip.Read(file, missing)).Message);
    }

    [Fact]
    public void The_files_own_columns_are_those_that_were_imported()
    {
        var read = SequenceFile.ReadSchema(new MemoryStream(SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence))), "f");
        Assert.Equal(SampleRows.Schema.Columns.Select(static column => column with { IsNullable = true }), read!.Columns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sqoops_own_files_are_read_by_the_columns_of_their_class(bool isCompressed)
    {
        var file = SqoopFile(isCompressed, SampleRows.Fixed(4, 1));
        Assert.Null(SequenceFile.ReadSchema(new MemoryStream(file), "f"));
        Assert.Equal(SampleRows.Texts(SampleRows.Fixed(4, 1)), SequenceRoundTrip.Read(file, SampleRows.Schema));
        var wanted = new RowSchema([SampleRows.Schema[9]]);
        Assert.Equal(["näme 1", "näme 2", "näme 3", "näme 4"], SequenceRoundTrip.Read(file, wanted, written: SampleRows.Schema));
        Assert.Contains("other columns", Assert.Throws<TransferException>(() => SequenceRoundTrip.Read(file, new RowSchema([SampleRows.Schema[0]]))).Message);
    }

    // As Hadoop writes it: no columns in the header, values one by one or each compressed by itself.
    private static byte[] SqoopFile(bool isCompressed, RowBatch batch)
    {
        var ours = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence), batch);
        var source = new MemoryStream(ours);
        var header = SequenceHeader.Read(source, "f");
        using var records = new SequenceRecords(source, header);
        var output = new BlockBuffer();
        var mode = isCompressed ? SequenceMode.Record : SequenceMode.None;
        (header with { Columns = null, Mode = mode, CodecClass = "org.apache.hadoop.io.compress.DefaultCodec" }).Write(output);
        using var codec = new HadoopBlockCodec(CompressionCodec.Find("deflate")!);
        while (records.TryNext(out var value))
        {
            var packed = new BlockBuffer();
            if (isCompressed)
                codec.Compress(value, packed);
            else
                packed.Write(value);
            SequenceFormat.WriteInt32(output, 8 + packed.Length);
            SequenceFormat.WriteInt32(output, 8);
            SequenceFormat.WriteInt64(output, 0);
            output.Write(packed.Written);
        }
        return output.Written.ToArray();
    }
}
