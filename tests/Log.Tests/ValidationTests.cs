using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests;

public sealed class ValidationTests
{
    private readonly LogUnderTest _test = new();

    [Fact]
    public void A_batch_larger_than_the_topic_allows_is_refused()
    {
        var batch = Batches.Plain(new string('x', 1000));
        Assert.Equal(ErrorCode.MessageTooLarge, Append(batch, _test.Options with { BatchBytesMax = batch.Length - 1 }).Error);
        Assert.Equal(ErrorCode.None, Append(batch, _test.Options with { BatchBytesMax = batch.Length }).Error);
    }

    [Fact]
    public void A_batch_larger_than_a_segment_is_refused()
    {
        var batch = Batches.Plain(new string('x', 1000));
        Assert.Equal(ErrorCode.RecordListTooLarge, Append(batch, _test.Options with { SegmentBytesMax = batch.Length - 1 }).Error);
    }

    [Fact]
    public void A_damaged_batch_is_refused()
    {
        var batch = Batches.Plain("a");
        batch[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, Append(batch).Error);
        Assert.Equal(ErrorCode.CorruptMessage, Append(Batches.Plain("a")[..^1]).Error);
    }

    [Fact]
    public void Anything_but_exactly_one_new_batch_is_refused()
    {
        Assert.Equal(ErrorCode.InvalidRecord, Append([.. Batches.Plain("a"), .. Batches.Plain("b")]).Error);
        Assert.Equal(ErrorCode.InvalidRecord, Append(Batches.With(new RecordBatchOptions { BaseOffset = 5 }, Batches.NowMs, "a")).Error);
        Assert.Equal(ErrorCode.InvalidRecord, Append(Batches.With(new RecordBatchOptions())).Error);
        var old = Batches.Plain("a");
        old[RecordBatchFormat.MagicAt] = 1;
        Assert.Equal(ErrorCode.InvalidRecord, Append(old).Error);
    }

    [Fact]
    public void Clients_may_not_write_control_batches()
    {
        Assert.Equal(ErrorCode.InvalidRecord, Append(Batches.Marker(1, 0, isCommit: true)).Error);
        Assert.Equal(ErrorCode.None, Append(Batches.Marker(1, 0, isCommit: true), context: Batches.FromCoordinator).Error);
    }

    [Fact]
    public void A_producer_id_needs_a_sequence() => Assert.Equal(
        ErrorCode.InvalidRecord,
        Append(Batches.With(new RecordBatchOptions { ProducerId = 1, ProducerEpoch = new(0) }, Batches.NowMs, "a")).Error);

    [Fact]
    public void A_compacted_topic_names_the_records_without_a_key()
    {
        var batch = Batches.With(new RecordBatchOptions { Codec = CompressionCodec.Lz4 }, (Batches.NowMs, "k", "a"), (Batches.NowMs, null, "b"), (Batches.NowMs, null, "c"));
        var result = Append(batch, _test.Options with { HasCompactPolicy = true });
        Assert.Equal(ErrorCode.InvalidRecord, result.Error);
        Assert.Equal([1, 2], result.FailedRecords.Select(failure => failure.Index));
        Assert.Equal(ErrorCode.None, Append(batch).Error);
    }

    [Fact]
    public void No_more_records_are_named_than_an_answer_should_hold()
    {
        const int namedCountMax = 10_000;
        var records = Enumerable.Repeat((Batches.NowMs, (string?)null, ""), 2 * namedCountMax).ToArray();
        var batch = Batches.With(new RecordBatchOptions { Codec = CompressionCodec.Zstd }, records);
        var result = Append(batch, _test.Options with { HasCompactPolicy = true });
        Assert.Equal(ErrorCode.InvalidRecord, result.Error);
        Assert.Equal(Enumerable.Range(0, namedCountMax), result.FailedRecords.Select(failure => failure.Index));
    }

    [Theory]
    [InlineData(3_600_000, ErrorCode.None)]
    [InlineData(3_600_001, ErrorCode.InvalidTimestamp)]
    [InlineData(-1000, ErrorCode.None)]
    [InlineData(-1001, ErrorCode.InvalidTimestamp)]
    public void Timestamps_must_lie_in_the_range_of_the_topic(long differenceMs, ErrorCode expected)
    {
        var options = _test.Options with { TimestampBeforeMaxMs = 1000 };
        var result = Append(Batches.With(new RecordBatchOptions(), (Batches.NowMs, "k", "a"), (Batches.NowMs + differenceMs, "k", "b")), options);
        Assert.Equal(expected, result.Error);
        if (expected != ErrorCode.None) Assert.Equal([1], result.FailedRecords.Select(failure => failure.Index));
    }

    [Fact]
    public void A_record_without_a_timestamp_is_in_range() =>
        Assert.Equal(ErrorCode.None, Append(Batches.At(-1, "a"), _test.Options with { TimestampBeforeMaxMs = 0 }).Error);

    [Fact]
    public void The_max_timestamp_is_what_the_records_say()
    {
        var batch = Batches.With(new RecordBatchOptions(), (Batches.NowMs, "k", "a"), (Batches.NowMs + 5, "k", "b"));
        RecordBatchStamp.SetMaxTimestamp(batch, TimestampType.CreateTime, Batches.NowMs + 77);
        using var log = _test.Open();
        Assert.Equal(ErrorCode.None, log.Append(batch, Batches.FromClient).Error);
        Assert.True(RecordBatch.TryRead(batch, out var stored));
        Assert.Equal(Batches.NowMs + 5, stored.MaxTimestamp);
        Assert.True(stored.IsCrcValid);
    }

    [Fact]
    public void With_log_append_time_the_broker_stamps_the_batch()
    {
        _test.Options = _test.Options with { TimestampType = TimestampType.LogAppendTime, TimestampBeforeMaxMs = 0, TimestampAfterMaxMs = 0 };
        using var log = _test.Open();
        var batch = Batches.At(5, "a");
        Assert.Equal(Batches.NowMs, log.Append(batch, Batches.FromClient).LogAppendTimeMs);
        Assert.True(RecordBatch.TryRead(batch, out var stored) && stored.IsCrcValid);
        Assert.Equal((TimestampType.LogAppendTime, Batches.NowMs), (stored.TimestampType, stored.MaxTimestamp));
        Assert.Equal(Batches.NowMs, log.FindByTimestamp(6, 1)?.TimestampMs);
        var stamped = Batches.At(5, "a");
        RecordBatchStamp.SetLogAppendTime(stamped, 5);
        Assert.Equal(ErrorCode.InvalidTimestamp, log.Append(stamped, Batches.FromClient).Error);
    }

    [Theory]
    [InlineData(CompressionCodec.None, CompressionCodec.Zstd)]
    [InlineData(CompressionCodec.Lz4, CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip, CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Zstd, CompressionCodec.Zstd)]
    public void A_topic_with_a_compression_stores_that(CompressionCodec sent, CompressionCodec stored)
    {
        _test.Options = _test.Options with { Compression = stored };
        using var log = _test.Open();
        log.Append(Batches.With(new RecordBatchOptions { Codec = sent, ProducerId = 4, ProducerEpoch = new(0), BaseSequence = 0 }, Batches.NowMs, "a", "b"), Batches.FromClient);
        log.Append(Batches.With(new RecordBatchOptions { Codec = sent, ProducerId = 4, ProducerEpoch = new(0), BaseSequence = 2 }, Batches.NowMs, "c"), Batches.FromClient);
        var read = log.Read(0, 10_000, true, log.EndPosition);
        var bytes = new byte[read.Range.ByteCount];
        read.Range.File!.Read(bytes, read.Range.Position);
        foreach (var batch in new RecordBatchEnumerator(bytes)) Assert.True(batch.IsCrcValid && batch.Codec == stored);
        Assert.Equal([(0, "a"), (1, "b"), (2, "c")], LogUnderTest.ReadAll(log));
    }

    [Fact]
    public void A_batch_made_to_exhaust_memory_is_refused()
    {
        var batch = Batches.With(new RecordBatchOptions { Codec = CompressionCodec.Zstd }, Batches.NowMs, new string('x', 1_000_000));
        Assert.Equal(ErrorCode.MessageTooLarge, Append(batch, _test.Options with { UncompressedBatchBytesMax = 100_000 }).Error);
    }

    [Fact]
    public void A_refused_batch_changes_nothing()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a") is var batch && (batch[^1] ^= 1) >= 0 ? batch : batch, Batches.FromClient);
        Assert.Empty(_test.Disk.Paths);
        Assert.Empty(log.LeaderEpochs.Entries);
    }

    private AppendResult Append(byte[] batch, LogOptions? options = null, AppendContext? context = null)
    {
        using var log = new LogUnderTest(options).Open();
        return log.Append(batch, context ?? Batches.FromClient);
    }
}
