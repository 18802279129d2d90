using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests.Compaction;

public sealed class CompactionTests
{
    private const long DayMs = 86_400_000;

    private static PartitionLog Open(out LogUnderTest test, LogOptions? options = null)
    {
        test = new LogUnderTest(options ?? CompactedLog.Options);
        return test.Open();
    }

    private static IEnumerable<(string?, string?)> ValuesOf(PartitionLog log) =>
        CompactedLog.Read(log).Where(record => record.Key != "roll").Select(record => (record.Key, record.Value));

    private static List<RecordBatchHeader> HeadersOf(PartitionLog log) => [.. CompactedLog.ReadBatches(log).Select(bytes =>
    {
        RecordBatchHeader.TryRead(bytes, out var header);
        return header;
    })];

    [Fact]
    public void Only_the_last_record_of_a_key_stays_and_at_its_offset()
    {
        var log = Open(out _);
        CompactedLog.Append(log, ("a", "1"), ("b", "1"), ("c", "1"));
        CompactedLog.Append(log, ("a", "2"), ("c", "2"));
        CompactedLog.Append(log, ("a", "3"));
        CompactedLog.Roll(log);
        var stats = CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([(1L, "b", "1"), (4, "c", "2"), (5, "a", "3")], CompactedLog.Read(log).SkipLast(1).Select(record => (record.Offset, record.Key, record.Value)));
        Assert.Equal((3L, 6L, 3L), (stats.KeyCount, stats.RecordsRead, stats.RecordsWritten));
        Assert.True(stats.BytesWritten < stats.BytesRead);
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void A_batch_keeps_its_codec_producer_sequences_epoch_and_extent(CompressionCodec codec)
    {
        var log = Open(out _);
        var options = new RecordBatchOptions { Codec = codec, ProducerId = 7, ProducerEpoch = new(3), BaseSequence = 0, TimestampType = TimestampType.CreateTime };
        Assert.Equal(ErrorCode.None, log.Append(CompactedLog.Batch(options, ("a", "1"), ("b", "1"), ("c", "1")), Batches.FromClient with { Epoch = new(4) }).Error);
        var before = HeadersOf(log)[0];
        CompactedLog.Append(log, ("a", "2"), ("c", "2"));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        var after = HeadersOf(log)[0];
        Assert.Equal((codec, 7L, new ProducerEpoch(3), 0, 2), (after.Codec, after.ProducerId, after.ProducerEpoch, after.BaseSequence, after.LastSequence));
        Assert.Equal((before.BaseOffset, before.LastOffset, before.PartitionLeaderEpoch, 1), (after.BaseOffset, after.LastOffset, after.PartitionLeaderEpoch, after.RecordCount));
    }

    [Fact]
    public void The_time_of_appending_stays_the_time_of_the_records()
    {
        var log = Open(out _, CompactedLog.Options with { TimestampType = TimestampType.LogAppendTime });
        CompactedLog.Append(log, ("a", "1"), ("b", "1"));
        CompactedLog.Append(log, ("b", "2"));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs + 1);
        Assert.Equal((0L, Batches.NowMs), (CompactedLog.Read(log)[0].Offset, CompactedLog.Read(log)[0].TimestampMs));
        Assert.Equal(TimestampType.LogAppendTime, HeadersOf(log)[0].TimestampType);
    }

    [Fact]
    public void A_tombstone_gets_its_horizon_from_the_first_cleaning_and_goes_with_the_first_one_after_it()
    {
        var log = Open(out _);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", null));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([("a", (string?)null)], ValuesOf(log));
        var header = HeadersOf(log)[0];
        Assert.Equal((true, Batches.NowMs + DayMs), (header.HasDeleteHorizon, header.BaseTimestamp));
        Assert.Equal(Batches.NowMs, CompactedLog.Read(log)[0].TimestampMs);

        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs + DayMs - 1);
        Assert.Equal([("a", (string?)null)], ValuesOf(log));
        Assert.Equal(Batches.NowMs + DayMs, HeadersOf(log)[0].BaseTimestamp);

        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs + DayMs);
        Assert.Empty(ValuesOf(log));
    }

    [Fact]
    public void Aborted_records_go_and_the_marker_stays_until_its_horizon()
    {
        var log = Open(out _);
        log.Append(CompactedLog.Batch(new RecordBatchOptions { ProducerId = 5, ProducerEpoch = new(0), BaseSequence = 0, IsTransactional = true }, ("a", "aborted")), Batches.FromClient);
        CompactedLog.Append(log, ("a", "1"));
        log.Append(Batches.Marker(5, 0, isCommit: false), Batches.FromCoordinator);
        log.Append(Batches.Marker(5, 1, isCommit: true), Batches.FromCoordinator);
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([("a", "1")], ValuesOf(log));
        // The batch is gone as well: the producer has begun another epoch.
        Assert.Equal([false, true, true, false], HeadersOf(log).Select(header => header.IsControl));
        Assert.False(HeadersOf(log)[1].HasDeleteHorizon);

        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.True(HeadersOf(log)[1].HasDeleteHorizon);
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs + DayMs);
        // The last marker tells the producer's epoch.
        Assert.Equal(3, HeadersOf(log).Single(header => header.IsControl).BaseOffset);
    }

    [Fact]
    public void An_undecided_transaction_is_not_touched_nor_what_follows_it()
    {
        var log = Open(out _);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Roll(log);
        log.Append(CompactedLog.Batch(new RecordBatchOptions { ProducerId = 5, ProducerEpoch = new(0), BaseSequence = 0, IsTransactional = true }, ("a", "2")), Batches.FromClient);
        CompactedLog.Roll(log);
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([("a", "1"), ("a", "2")], ValuesOf(log));
    }

    [Fact]
    public void The_batches_that_a_producer_may_retry_stay_though_empty()
    {
        var log = Open(out var test);
        for (var sequence = 0; sequence < 7; sequence++)
        {
            var options = new RecordBatchOptions { ProducerId = 9, ProducerEpoch = new(0), BaseSequence = sequence };
            log.Append(CompactedLog.Batch(options, ("a", "1")), Batches.FromClient);
        }

        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([2L, 3, 4, 5, 6], HeadersOf(log).Where(header => header.ProducerId == 9).Select(header => header.BaseOffset));
        var recoveryPoint = log.RecoveryPoint;
        log.Dispose();
        log = test.Open(recoveryPoint);
        for (var sequence = 2; sequence < 7; sequence++)
        {
            var options = new RecordBatchOptions { ProducerId = 9, ProducerEpoch = new(0), BaseSequence = sequence };
            Assert.True(log.Append(CompactedLog.Batch(options, ("a", "1")), Batches.FromClient).IsDuplicate);
        }
    }

    [Fact]
    public void Small_segments_become_one_and_a_segment_is_never_larger_than_allowed()
    {
        var log = Open(out _, CompactedLog.Options with { SegmentBytesMax = 1_000 });
        for (var index = 0; index < 60; index++) CompactedLog.Append(log, ($"k{index % 10}", new string('v', 50)));
        var segmentCount = log.SegmentCount;
        CompactedLog.Clean(log, Batches.NowMs);
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.True(segmentCount > 6 && log.SegmentCount <= 5, $"{segmentCount} segments became {log.SegmentCount}.");
    }

    [Fact]
    public void A_record_without_a_key_goes_and_is_counted()
    {
        var log = Open(out _, CompactedLog.Options with { HasCompactPolicy = false });
        CompactedLog.Append(log, (null, "1"), ("a", "1"));
        CompactedLog.Roll(log);
        log.Options = CompactedLog.Options;
        var stats = CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal(1, stats.KeylessRecords);
        Assert.Equal([("a", "1")], ValuesOf(log));
    }

    [Fact]
    public void A_range_that_was_named_before_stays_readable_until_the_old_files_go()
    {
        var log = Open(out _);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        var named = log.Read(0, 100_000, true, log.EndPosition).Range;
        LogUnderTest.Checkpoint(log);
        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset), new CleaningOptions(), Batches.NowMs);
        while (cleaning.State == CleaningState.Working) cleaning.Step();
        var deletion = log.Compaction.Replace(cleaning);
        cleaning.Step();
        log.Compaction.Publish(cleaning);
        var bytes = new byte[named.ByteCount];
        Assert.Equal(bytes.Length, named.File!.Read(bytes, named.Position));
        Assert.Equal(["1"], CompactedLog.RecordsOf(bytes).Select(record => record.Value));
        deletion!.Run();
        Assert.Throws<ObjectDisposedException>(() => named.File.Read(bytes, 0));
    }

    [Fact]
    public void Nothing_that_appends_have_to_wait_for_waits_for_the_disk()
    {
        var log = Open(out var test);
        for (var index = 0; index < 60; index++) CompactedLog.Append(log, ($"k{index % 10}", new string('v', 50)));
        LogUnderTest.Checkpoint(log);
        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset), new CleaningOptions(), Batches.NowMs);
        var (underLock, outside) = (new List<string>(), new List<string>());
        while (cleaning.State is CleaningState.Working or CleaningState.ReadyToReplace or CleaningState.ReadyToPublish)
        {
            var isStep = cleaning.State == CleaningState.Working;
            test.Disk.Trace.Clear();
            if (isStep) cleaning.Step();
            else if (cleaning.State == CleaningState.ReadyToReplace) log.Compaction.Replace(cleaning);
            else log.Compaction.Publish(cleaning);
            (isStep ? outside : underLock).AddRange(test.Disk.Trace);
        }

        Assert.Contains(underLock, entry => entry.StartsWith("rename", StringComparison.Ordinal));
        Assert.Contains(outside, IsWait);
        Assert.DoesNotContain(underLock, IsWait);

        static bool IsWait(string entry) => entry.StartsWith("flush", StringComparison.Ordinal) || entry.StartsWith("names", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_taken_back_or_expires_while_a_segment_is_replaced_stays_away(int stepsAfter)
    {
        foreach (var isExpired in (bool[])[true, false])
        {
            var log = Open(out var test, CompactedLog.Options with { HasDeletePolicy = true, RetentionMs = -1 });
            for (var index = 0; index < 60; index++) CompactedLog.Append(log, ($"k{index % 10}", new string('v', 50)));
            LogUnderTest.Checkpoint(log);
            using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset), new CleaningOptions(), Batches.NowMs);
            while (cleaning.State != CleaningState.ReadyToReplace) CompactedLog.Step(log, cleaning);
            for (var step = 0; step <= stepsAfter; step++) CompactedLog.Step(log, cleaning);
            var end = isExpired ? log.LogEndOffset : 2;
            if (isExpired) log.AdvanceLogStart(end);
            else log.TruncateTo(end);
            log.ApplyRetention(Batches.NowMs, log.LogEndOffset);
            log.DeleteExpired()?.Run();
            while (cleaning.State is not (CleaningState.Done or CleaningState.Abandoned))
            {
                try
                {
                    CompactedLog.Step(log, cleaning);
                }
                catch (ObjectDisposedException)
                {
                    cleaning.Abandon("truncated");
                }
            }

            var expected = CompactedLog.Read(log);
            Assert.Equal(end, log.LogEndOffset);
            log.Close();
            using var again = test.Open(log.RecoveryPoint, isClean: true, log.LogStartOffset);
            Assert.Equal(expected, CompactedLog.Read(again));
            // The end of a log that ends in a hole is where its last batch ends.
            Assert.InRange(again.LogEndOffset, 0, end);
            Assert.DoesNotContain(test.Disk.Paths, path => path.EndsWith(".swap", StringComparison.Ordinal) || path.EndsWith(".cleaned", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_end_that_was_placed_in_a_replaced_segment_is_found_again()
    {
        var log = Open(out _);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", "2"));
        LogUnderTest.Checkpoint(log);
        var highWatermark = log.EndPosition;
        CompactedLog.Roll(log);
        LogUnderTest.Checkpoint(log);
        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, highWatermark.Offset), new CleaningOptions(), Batches.NowMs);
        CompactedLog.Run(log, cleaning);
        Assert.Equal(CleaningState.Done, cleaning.State);
        var read = log.Read(0, 100_000, true, highWatermark);
        var bytes = new byte[read.Range.ByteCount];
        Assert.Equal(bytes.Length, read.Range.File!.Read(bytes, read.Range.Position));
        Assert.Equal(["2"], CompactedLog.RecordsOf(bytes).Select(record => record.Value));
    }

    [Fact]
    public void A_damaged_batch_is_told_and_changes_nothing()
    {
        var log = Open(out var test);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        LogUnderTest.Checkpoint(log);
        var path = LogUnderTest.Directory + "/00000000000000000000.log";
        using (var file = test.Disk.Open(path, FileOpenMode.Existing)) file.Write([0xff], 70);
        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset), new CleaningOptions(), Batches.NowMs);
        Assert.Throws<InvalidDataException>(() => CompactedLog.Run(log, cleaning));
        Assert.True(log.Compaction.IsCurrent(cleaning));
        cleaning.Abandon("damaged");
        Assert.DoesNotContain(test.Disk.Paths, name => name.EndsWith(".cleaned", StringComparison.Ordinal));
        Assert.False(log.IsFailed);
    }

    [Fact]
    public void A_disk_without_room_for_the_result_costs_the_cleaning_and_nothing_else()
    {
        var log = Open(out var test);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        LogUnderTest.Checkpoint(log);
        test.Disk.Fails = (operation, path) => operation == "write" && path.EndsWith(".cleaned", StringComparison.Ordinal);
        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset), new CleaningOptions(), Batches.NowMs);
        CompactedLog.Run(log, cleaning);
        Assert.Equal(CleaningState.Abandoned, cleaning.State);
        Assert.NotNull(cleaning.Reason);
        Assert.DoesNotContain(test.Disk.Paths, name => name.EndsWith(".cleaned", StringComparison.Ordinal));
        test.Disk.Fails = (_, _) => false;
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal([("a", "2")], ValuesOf(log));
    }

    [Fact]
    public void A_log_is_due_by_its_dirty_share_or_by_the_age_of_its_records()
    {
        var options = CompactedLog.Options with { CleanableDirtyRatioMin = 0.5, CompactionLagMsMax = DayMs };
        var log = Open(out _, options);
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Roll(log);
        LogUnderTest.Checkpoint(log);
        var candidate = log.Compaction.Examine(Batches.NowMs, log.LogEndOffset);
        Assert.Equal((true, 1.0, false), (candidate.IsDue, candidate.DirtyRatio, candidate.IsOverdue));
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.False(log.Compaction.Examine(Batches.NowMs, log.LogEndOffset).IsDue);

        log.Options = options with { CleanableDirtyRatioMin = 1 };
        CompactedLog.Roll(log);
        LogUnderTest.Checkpoint(log);
        Assert.False(log.Compaction.Examine(Batches.NowMs + DayMs, log.LogEndOffset).IsDue);
        Assert.True(log.Compaction.Examine(Batches.NowMs + DayMs + 1, log.LogEndOffset).IsDue);
    }

    [Fact]
    public void A_record_is_not_cleaned_before_its_time()
    {
        var log = Open(out _, CompactedLog.Options with { CompactionLagMsMin = 1_000 });
        CompactedLog.Append(log, ("a", "1"));
        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs + 999);
        Assert.Equal([("a", "1"), ("a", "2")], ValuesOf(log));
        CompactedLog.Clean(log, Batches.NowMs + 1_000);
        Assert.Equal([("a", "2")], ValuesOf(log));
    }

    [Fact]
    public void A_segment_is_closed_early_where_records_must_not_wait_for_cleaning()
    {
        var log = Open(out _, CompactedLog.Options with { CompactionLagMsMax = 1_000 });
        CompactedLog.Append(log, ("a", "1"));
        Assert.Equal(ErrorCode.None, log.Append(CompactedLog.Batch(new RecordBatchOptions(), Batches.NowMs + 1_001, ("a", "2")), Batches.FromClient).Error);
        Assert.Equal(2, log.SegmentCount);
    }

    [Fact]
    public void Searching_by_time_passes_by_what_is_empty()
    {
        var log = Open(out _);
        var options = new RecordBatchOptions { ProducerId = 9, ProducerEpoch = new(0), BaseSequence = 0 };
        log.Append(CompactedLog.Batch(options, Batches.NowMs + 500, ("a", "1")), Batches.FromClient);
        CompactedLog.Append(log, ("a", "2"));
        CompactedLog.Roll(log);
        CompactedLog.Clean(log, Batches.NowMs);
        Assert.Equal((1L, Batches.NowMs), (log.FindMaxTimestamp(log.LogEndOffset)!.Value.Offset, log.FindMaxTimestamp(log.LogEndOffset)!.Value.TimestampMs));
        Assert.Null(log.FindByTimestamp(Batches.NowMs + 500, log.LogEndOffset));
    }

    [Fact]
    public void The_pace_is_bounded()
    {
        var throttle = new CleaningThrottle();
        Assert.Equal(0, throttle.DelayMs(1_000, 1_000, 10_000));
        Assert.Equal(1_000, throttle.DelayMs(1_000, 1_000, 10_000));
        Assert.Equal(1_500, throttle.DelayMs(1_500, 1_000, 11_000));
        Assert.Equal(0, throttle.DelayMs(1_000, double.MaxValue, 20_000));
    }
}
