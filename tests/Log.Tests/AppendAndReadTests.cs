using CsCheck;
using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class AppendAndReadTests
{
    private readonly LogUnderTest _test = new();

    [Fact]
    public void Nothing_is_on_disk_before_the_first_append()
    {
        using var log = _test.Open();
        Assert.Empty(_test.Disk.Paths);
        Assert.False(_test.Disk.DirectoryExists(LogUnderTest.Directory));
        Assert.Equal(0, log.LogEndOffset);
    }

    [Fact]
    public void Records_get_the_next_offsets_and_the_leader_epoch()
    {
        using var log = _test.Open();
        var first = log.Append(Batches.Plain("a", "b"), Batches.FromClient with { Epoch = new(3) });
        var second = log.Append(Batches.Plain("c"), Batches.FromClient with { Epoch = new(3) });
        Assert.Equal((0L, 1L), (first.BaseOffset, first.LastOffset));
        Assert.Equal((2L, 2L), (second.BaseOffset, second.LastOffset));
        Assert.Equal([(0, "a"), (1, "b"), (2, "c")], LogUnderTest.ReadAll(log));
        Assert.Equal(new LeaderEpoch(3), log.LeaderEpochs.LatestEpoch);
    }

    [Fact]
    public void A_fetch_begins_with_the_batch_that_holds_the_offset()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a", "b", "c"), Batches.FromClient);
        log.Append(Batches.Plain("d"), Batches.FromClient);
        var read = log.Read(2, 1_000_000, isOneBatchRequired: false, log.EndPosition);
        Assert.Equal(0, read.Start.Offset);
        Assert.Equal(["a", "b", "c", "d"], Batches.Records(read.Range).Select(record => record.Value));
    }

    [Fact]
    public void A_fetch_ends_where_it_is_told_to()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        var end = log.EndPosition;
        log.Append(Batches.Plain("b"), Batches.FromClient);
        Assert.Equal(["a"], Batches.Records(log.Read(0, 1000, false, end).Range).Select(record => record.Value));
        Assert.Equal(["a"], Batches.Records(log.Read(0, 1000, false, LogPosition.At(1)).Range).Select(record => record.Value));
        Assert.True(log.Read(1, 1000, false, end).Range.IsEmpty);
    }

    [Fact]
    public void One_batch_is_named_whole_only_when_that_is_required()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain(new string('x', 500)), Batches.FromClient);
        Assert.Equal(10, log.Read(0, 10, false, log.EndPosition).Range.ByteCount);
        var whole = log.Read(0, 10, true, log.EndPosition);
        Assert.Equal(whole.FirstBatchByteCount, whole.Range.ByteCount);
    }

    [Fact]
    public void Offsets_outside_the_log_are_out_of_range()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a", "b"), Batches.FromClient);
        log.AdvanceLogStart(1);
        Assert.Equal(ErrorCode.OffsetOutOfRange, log.Read(0, 1000, true, log.EndPosition).Error);
        Assert.Equal(ErrorCode.OffsetOutOfRange, log.Read(3, 1000, true, log.EndPosition).Error);
        Assert.Equal(ErrorCode.None, log.Read(2, 1000, true, log.EndPosition).Error);
    }

    [Fact]
    public void A_log_equals_the_list_of_what_was_appended()
    {
        var batch = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 300], (count, length) => Enumerable.Repeat(new string('v', length), count).ToArray());
        Gen.Select(batch.Array[0, 60], Gen.Int[400, 5000], Gen.Int[0, 600], Gen.Int[1, 3000]).Sample((batches, segmentBytes, interval, fetchBytes) =>
        {
            var test = new LogUnderTest(new LogOptions { SegmentBytesMax = Math.Max(segmentBytes, 1800), IndexIntervalBytes = interval });
            using var log = test.Open();
            var model = new List<(long, string)>();
            foreach (var values in batches)
            {
                var numbered = values.Select((value, index) => $"{model.Count + index}{value}").ToArray();
                Assert.Equal(model.Count, log.Append(Batches.Plain(numbered), Batches.FromClient).BaseOffset);
                foreach (var value in numbered) model.Add((model.Count, value));
            }

            for (var from = 0; from < model.Count; from += 1 + (model.Count / 7))
                Assert.Equal(model.Skip(from), LogUnderTest.ReadAll(log, from, fetchBytes));
        }, iter: 100);
    }

    [Fact]
    public void The_steady_append_allocates_nothing()
    {
        // A disk of its own, because the memory disk keeps a trace.
        using var log = PartitionLog.Open(new NullFileSystem(), "/d/t-0", LogUnderTest.Partition, new LogOptions(), new LogStart { NowMs = Batches.NowMs });
        var batch = Batches.Plain(new string('x', 2000));
        for (var warm = 0; warm < 2000; warm++) Again(log, batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var appendedCount = 0;
        for (var count = 0; count < 1000; count++) appendedCount += Again(log, batch) ? 1 : 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, appendedCount);

        static bool Again(PartitionLog log, byte[] batch)
        {
            batch.AsSpan(0, 8).Clear();
            return log.Append(batch, Batches.FromClient).Error == ErrorCode.None;
        }
    }

    [Fact]
    public void A_failed_write_leaves_the_log_as_it_was_and_failed()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        var length = _test.Disk[LogUnderTest.Directory + "/00000000000000000000.log"].Length;
        _test.Disk.Fails = (operation, _) => operation == "write";
        Assert.Throws<IOException>(() => log.Append(Batches.Plain("b"), Batches.FromClient));
        Assert.True(log.IsFailed);
        Assert.Equal(1, log.LogEndOffset);
        Assert.Equal(length, _test.Disk[LogUnderTest.Directory + "/00000000000000000000.log"].Length);
        _test.Disk.Fails = (_, _) => false;
        Assert.Equal(ErrorCode.KafkaStorageError, log.Append(Batches.Plain("c"), Batches.FromClient).Error);
    }
}
