using CsCheck;
using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class SegmentTests
{
    private const long Day = 86_400_000;
    private readonly LogUnderTest _test = new();

    [Fact]
    public void A_segment_rolls_when_the_next_batch_would_not_fit()
    {
        var size = Batches.Plain("a").Length;
        _test.Options = _test.Options with { SegmentBytesMax = size * 3 };
        using var log = _test.Open();
        for (var count = 0; count < 7; count++) log.Append(Batches.Plain("a"), Batches.FromClient);
        Assert.Equal(["00000000000000000000.log", "00000000000000000003.log", "00000000000000000006.log"], Names(".log"));
        Assert.Equal(["00000000000000000003.snapshot", "00000000000000000006.snapshot"], Names(".snapshot"));
    }

    [Fact]
    public void A_segment_rolls_by_the_time_of_its_records()
    {
        _test.Options = _test.Options with { SegmentMs = 1000, TimestampAfterMaxMs = Day };
        using var log = _test.Open();
        log.Append(Batches.At(Batches.NowMs, "a"), Batches.FromClient);
        log.Append(Batches.At(Batches.NowMs + 1000, "b"), Batches.FromClient with { NowMs = Batches.NowMs + Day });
        Assert.Single(Names(".log"));
        log.Append(Batches.At(Batches.NowMs + 1001, "c"), Batches.FromClient);
        Assert.Equal(2, Names(".log").Length);
    }

    [Fact]
    public void Records_without_timestamps_roll_by_the_clock()
    {
        _test.Options = _test.Options with { SegmentMs = 1000 };
        using var log = _test.Open();
        log.Append(Batches.At(-1, "a"), Batches.FromClient);
        log.Append(Batches.At(-1, "b"), Batches.FromClient with { NowMs = Batches.NowMs + 1000 });
        Assert.Single(Names(".log"));
        log.Append(Batches.At(-1, "c"), Batches.FromClient with { NowMs = Batches.NowMs + 1001 });
        Assert.Equal(2, Names(".log").Length);
    }

    /// <summary>Kafka's rule: a segment waits from the time of its first batch, or by the clock where that has none; never for less than nothing.</summary>
    [Fact]
    public void Segments_roll_where_Kafka_rolls_them_whatever_times_records_have()
    {
        var age = Gen.Frequency((3, Gen.Long[0, 3000]), (1, Gen.Const(long.MaxValue)));
        Gen.Select(age, Gen.Bool, Gen.Long[0, 400], Gen.Bool).Array[1, 60].Sample(appends =>
        {
            var test = new LogUnderTest(new LogOptions { SegmentMs = 1000 });
            var log = test.Open();
            var (nowMs, createdMs, firstMs, rolls) = (Batches.NowMs, Batches.NowMs, (long?)null, new List<long>());
            foreach (var (ageMs, isMarker, passedMs, isRestarted) in appends)
            {
                nowMs += passedMs;
                if (isRestarted)
                {
                    log.Close();
                    (log, createdMs) = (test.Open(isClean: true), Batches.NowMs);
                }

                var timestampMs = isMarker ? nowMs : ageMs == long.MaxValue ? -1 : nowMs - ageMs;
                if (firstMs is { } first && (first >= 0 ? timestampMs - first : nowMs - createdMs) > 1000) (firstMs, createdMs) = (null, nowMs);
                if (firstMs is null) rolls.Add(log.LogEndOffset);
                if (rolls.Count == 1 && firstMs is null) createdMs = nowMs;
                firstMs ??= timestampMs;
                var context = (isMarker ? Batches.FromCoordinator : Batches.FromClient) with { NowMs = nowMs };
                Assert.Equal(ErrorCode.None, log.Append(isMarker ? Marker(nowMs) : Batches.At(timestampMs, "a"), context).Error);
            }

            log.Close();
            Assert.Equal(rolls, test.Disk.ListFiles(LogUnderTest.Directory)
                .Where(name => name.EndsWith(".log", StringComparison.Ordinal)).Select(name => long.Parse(name[..20])));
        }, iter: 300);
    }

    [Fact]
    public void Transactions_of_old_records_do_not_roll_with_every_marker()
    {
        _test.Options = _test.Options with { SegmentMs = 1000 };
        using var log = _test.Open();
        for (var count = 0; count < 50; count++)
        {
            log.Append(Batches.At(Batches.NowMs - (30 * Day) + count, "old"), Batches.FromClient);
            log.Append(Marker(Batches.NowMs + count), Batches.FromCoordinator with { NowMs = Batches.NowMs + count });
        }

        Assert.Equal(["00000000000000000000.log", "00000000000000000001.log"], Names(".log"));
    }

    [Fact]
    public void A_segment_rolls_when_an_index_is_full()
    {
        _test.Options = _test.Options with { IndexIntervalBytes = 0, IndexBytesMax = 48 };
        using var log = _test.Open();
        for (var count = 0; count < 12; count++) log.Append(Batches.At(Batches.NowMs, "a"), Batches.FromClient);
        Assert.Equal([0, 7], Names(".log").Select(name => long.Parse(name[..20])));
    }

    [Fact]
    public void A_sealed_segment_ends_its_time_index_with_its_largest_timestamp()
    {
        _test.Options = _test.Options with { SegmentBytesMax = Batches.Plain("a").Length * 2 };
        using var log = _test.Open();
        log.Append(Batches.At(Batches.NowMs + 9, "a"), Batches.FromClient);
        log.Append(Batches.At(Batches.NowMs, "b"), Batches.FromClient);
        log.Append(Batches.At(Batches.NowMs, "c"), Batches.FromClient);
        Assert.Equal(
            (Batches.NowMs + 9).ToString("X16") + "00000000",
            Convert.ToHexString(_test.Disk[LogUnderTest.Directory + "/00000000000000000000.timeindex"]));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    [InlineData(0, 3)]
    public void Retention_by_size_never_goes_below_the_limit(int batchesKept, int expectedSegments)
    {
        var size = Batches.Plain("a").Length;
        _test.Options = _test.Options with { SegmentBytesMax = size, RetentionMs = -1, RetentionBytes = size * batchesKept };
        using var log = _test.Open();
        for (var count = 0; count < 3; count++) log.Append(Batches.Plain("a"), Batches.FromClient);
        var result = log.ApplyRetention(Batches.NowMs, 3);
        Assert.Equal(expectedSegments, result.SegmentCount);
        Assert.Equal(expectedSegments, log.LogStartOffset);
        Assert.Equal(3, log.LogEndOffset);
    }

    [Fact]
    public void Retention_by_time_takes_what_is_too_old_and_keeps_the_files_for_those_who_read_them()
    {
        _test.Options = _test.Options with { SegmentBytesMax = Batches.Plain("a").Length, RetentionMs = Day };
        using var log = _test.Open();
        log.Append(Batches.At(Batches.NowMs - (2 * Day), "a"), Batches.FromClient);
        log.Append(Batches.At(Batches.NowMs, "b"), Batches.FromClient);
        var reading = log.Read(0, 1000, true, log.EndPosition);
        var result = log.ApplyRetention(Batches.NowMs, 2);
        Assert.Equal((1, 1L), (result.SegmentCount, log.LogStartOffset));
        Assert.Equal([(0, "a")], Batches.Records(reading.Range));
        var deletion = log.DeleteExpired()!;
        Assert.Equal([(0, "a")], Batches.Records(reading.Range));
        Assert.Contains("00000000000000000000.log.deleted", Names(".deleted"));
        deletion.Run();
        Assert.Empty(Names(".deleted"));
        Assert.Equal([(1, "b")], LogUnderTest.ReadAll(log));
    }

    [Fact]
    public void When_all_has_expired_an_empty_segment_is_left()
    {
        _test.Options = _test.Options with { RetentionMs = Day };
        using var log = _test.Open();
        log.Append(Batches.At(Batches.NowMs - (2 * Day), "a"), Batches.FromClient);
        Assert.Equal(1, log.ApplyRetention(Batches.NowMs, 1).SegmentCount);
        Assert.Equal((1L, 1L, 1), (log.LogStartOffset, log.LogEndOffset, log.SegmentCount));
        Assert.Equal(0, log.ApplyRetention(Batches.NowMs + (9 * Day), 1).SegmentCount);
        Assert.Equal(1, log.Append(Batches.Plain("b"), Batches.FromClient).BaseOffset);
    }

    [Fact]
    public void Nothing_above_the_high_watermark_expires()
    {
        _test.Options = _test.Options with { SegmentBytesMax = Batches.Plain("a").Length, RetentionBytes = 0 };
        using var log = _test.Open();
        for (var count = 0; count < 3; count++) log.Append(Batches.Plain("a"), Batches.FromClient);
        Assert.Equal(1, log.ApplyRetention(Batches.NowMs, 1).SegmentCount);
    }

    [Fact]
    public void Without_the_delete_policy_only_what_lies_before_the_log_start_goes()
    {
        _test.Options = _test.Options with
        {
            SegmentBytesMax = Batches.Plain("a").Length, RetentionBytes = 0, RetentionMs = 0, HasDeletePolicy = false, HasCompactPolicy = true,
        };
        using var log = _test.Open();
        for (var count = 0; count < 3; count++) log.Append(Batches.Plain("a"), Batches.FromClient);
        Assert.Equal(0, log.ApplyRetention(Batches.NowMs + Day, 3).SegmentCount);
        log.AdvanceLogStart(2);
        Assert.Equal(2, log.ApplyRetention(Batches.NowMs + Day, 3).SegmentCount);
    }

    [Fact]
    public void Records_without_timestamps_are_as_old_as_their_file()
    {
        _test.Options = _test.Options with { RetentionMs = Day };
        using var log = _test.Open();
        log.Append(Batches.At(-1, "a"), Batches.FromClient);
        Assert.Equal(0, log.ApplyRetention(Batches.NowMs + Day, 1).SegmentCount);
        Assert.Equal(1, log.ApplyRetention(Batches.NowMs + Day + 1, 1).SegmentCount);
    }

    [Fact]
    public void Truncation_takes_whole_batches_and_all_that_is_derived_from_them()
    {
        var batch = Gen.Int[1, 4];
        Gen.Select(batch.Array[1, 40], Gen.Int[0, 160]).Sample((counts, target) =>
        {
            var test = new LogUnderTest(new LogOptions { SegmentBytesMax = 700, IndexIntervalBytes = 100 });
            using var log = test.Open();
            var model = new List<(long Base, int Count)>();
            foreach (var count in counts)
            {
                model.Add((log.LogEndOffset, count));
                log.Append(Batches.Idempotent(1, 0, (int)log.LogEndOffset, count), Batches.FromClient with { Epoch = new(model.Count / 5) });
            }

            log.TruncateTo(target);
            model.RemoveAll(entry => entry.Base + entry.Count > target);
            var end = model.Sum(entry => entry.Count);
            Assert.Equal(end, log.LogEndOffset);
            Assert.Equal(Enumerable.Range(0, end).Select(offset => ((long)offset, $"p1-{offset}")), LogUnderTest.ReadAll(log));
            Assert.All(log.LeaderEpochs.Entries, entry => Assert.True(entry.StartOffset < Math.Max(end, 1)));
            Assert.Equal(end == 0 ? [] : [end - 1], log.ActiveProducers().Select(producer => producer.LastSequence));
            Assert.Equal(end, log.Append(Batches.Idempotent(1, 0, end), Batches.FromClient).BaseOffset);
            using var again = new LogUnderTest(test.Options) { Disk = test.Disk.Copy() }.Open();
            Assert.Equal(end + 1, again.LogEndOffset);
        }, iter: 200);
    }

    [Fact]
    public void A_log_may_begin_anew_anywhere()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient);
        log.TruncateFullyAndStartAt(500);
        Assert.Equal((500L, 500L), (log.LogStartOffset, log.LogEndOffset));
        Assert.Empty(log.ActiveProducers());
        Assert.Equal(500, log.Append(Batches.Plain("a"), Batches.FromClient).BaseOffset);
        Assert.Equal(["00000000000000000500.log"], Names(".log"));
        Assert.Equal(["00000000000000000500.snapshot"], Names(".snapshot"));
    }

    [Fact]
    public void A_follower_keeps_offsets_and_epochs()
    {
        using var leader = _test.Open();
        byte[] sent = [.. Appended(leader, 3), .. Appended(leader, 3), .. Appended(leader, 4)];
        using var follower = new LogUnderTest().Open();
        Assert.Equal(ErrorCode.None, follower.AppendAsFollower(sent, Batches.NowMs).Error);
        Assert.Equal(LogUnderTest.ReadAll(leader), LogUnderTest.ReadAll(follower));
        Assert.Equal(leader.LeaderEpochs.Entries, follower.LeaderEpochs.Entries);
        Assert.Equal(ErrorCode.OffsetOutOfRange, follower.AppendAsFollower(sent, Batches.NowMs).Error);
        sent[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, new LogUnderTest().Open().AppendAsFollower(sent, Batches.NowMs).Error);

        static byte[] Appended(PartitionLog log, int epoch)
        {
            var batch = Batches.Plain("a", "b");
            log.Append(batch, Batches.FromClient with { Epoch = new(epoch) });
            return batch;
        }
    }

    [Fact]
    public void Space_is_reserved_in_growing_steps_and_given_back()
    {
        _test.Options = _test.Options with { SegmentBytesMax = 20_000_000, BatchBytesMax = 2_000_000 };
        using var log = _test.Open();
        var reserved = 0L;
        for (var count = 0; count < 25; count++)
        {
            if (!log.Append(Batches.Plain(new string('x', 900_000)), Batches.FromClient).HasBackgroundWork) continue;
            var work = log.TakeBackgroundWork();
            work.Run();
            if (work.ReserveByteCount == 0) continue;
            Assert.True(work.ReservePosition >= reserved || work.ReservePosition < 3_000_000);
            reserved = work.ReservePosition + work.ReserveByteCount;
            Assert.True(reserved <= 20_000_000);
        }

        Assert.Contains(_test.Disk.Trace, entry => entry.StartsWith("reserve", StringComparison.Ordinal));
        Assert.Contains(_test.Disk.Trace, entry => entry.StartsWith("writeback", StringComparison.Ordinal));
        Assert.Contains("length /data/orders-0/00000000000000000000.log", _test.Disk.Trace);
    }

    private static byte[] Marker(long nowMs)
    {
        var target = new FrameBuffer();
        Records.ControlRecords.WriteEndTransaction(
            new Records.RecordBatchBuilder(), target, isCommit: true, new Records.EndTransactionMarker(0), 7, new(0), nowMs);
        return target.Written.ToArray();
    }

    private string[] Names(string ending) =>
        [.. _test.Disk.ListFiles(LogUnderTest.Directory).Where(name => name.EndsWith(ending, StringComparison.Ordinal))];
}
