using CsCheck;
using Levada.Records;

namespace Levada.Log.Tests.Compaction;

/// <summary>What recovery takes for the end of a log that was compacted once, and of one that never was.</summary>
public sealed class HoleRecoveryTests
{
    private static readonly Gen<int[]> Keys = Gen.Int[0, 12].Array[30, 120];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_log_that_is_compacted_no_more_keeps_every_record_though_all_checkpoints_are_lost(bool isCleanerCheckpointLost) => Keys.Sample(
        keys =>
        {
            var test = new LogUnderTest(CompactedLog.Options);
            List<ReadRecord> before;
            long cleanedOffset;
            using (var log = test.Open())
            {
                Fill(log, keys);
                CompactedLog.Clean(log, Batches.NowMs);
                Fill(log, keys[..10]);
                before = CompactedLog.Read(log);
                cleanedOffset = isCleanerCheckpointLost ? 0 : log.Compaction.CleanedOffset;
            }

            test.Options = test.Options with { HasCompactPolicy = false, HasDeletePolicy = true, RetentionMs = -1 };
            using var again = Reopen(test, cleanedOffset);
            Assert.Equal(before, CompactedLog.Read(again));
            Assert.Equal(0, again.DroppedByteCount);
            Assert.Equal(again.LogEndOffset, again.Append(Batches.Plain("next"), Batches.FromClient).BaseOffset);
        }, iter: 100);

    [Fact]
    public void A_damaged_base_offset_moves_no_record_of_a_log_with_holes() => Gen.Select(Keys, Gen.Int[0, 30], Gen.Int[0, 63]).Sample((keys, which, bit) =>
    {
        var test = new LogUnderTest(CompactedLog.Options);
        List<ReadRecord> before;
        using (var log = test.Open())
        {
            Fill(log, keys);
            CompactedLog.Clean(log, Batches.NowMs);
            // Segments without holes: only there can a place that is not the next one be told from a hole.
            Fill(log, keys);
            before = CompactedLog.Read(log);
        }

        test.Options = test.Options with { HasCompactPolicy = false, HasDeletePolicy = true, RetentionMs = -1 };
        var path = test.Disk.Paths.Last(path => path.EndsWith(".log", StringComparison.Ordinal) && test.Disk[path].Length > 200);
        var bytes = test.Disk[path];
        var batches = PositionsOf(bytes);
        // The last batch of a log has nothing behind it that would contradict.
        var position = batches[which % (batches.Count - 1)];
        bytes[position + (bit / 8)] ^= (byte)(1 << (bit % 8));
        test.Disk[path] = bytes;
        using var again = Reopen(test, cleanedOffset: 0);
        var found = CompactedLog.Read(again);
        Assert.Equal(before.Take(found.Count), found);
    }, iter: 300);

    [Fact]
    public void A_hole_that_nothing_confirms_ends_a_log_that_was_never_compacted()
    {
        var test = new LogUnderTest(CompactedLog.Options with { HasCompactPolicy = false, HasDeletePolicy = true });
        using (var log = test.Open())
            for (var count = 0; count < 3; count++) CompactedLog.Append(log, ("a", "1"));
        var path = test.Disk.Paths.Single(path => path.EndsWith(".log", StringComparison.Ordinal));
        var bytes = test.Disk[path];
        var positions = PositionsOf(bytes);
        test.Disk[path] = [.. bytes[..positions[1]], .. bytes[positions[2]..]];
        using var again = test.Open();
        Assert.Equal(1, again.LogEndOffset);
    }

    [Fact]
    public void A_log_that_may_have_no_holes_ends_at_the_first()
    {
        var test = new LogUnderTest(CompactedLog.Options);
        using (var log = test.Open())
        {
            Fill(log, [.. Enumerable.Range(0, 60).Select(index => index % 5)]);
            CompactedLog.Clean(log, Batches.NowMs);
        }

        test.Options = test.Options with { HasCompactPolicy = false, IsContiguous = true };
        using var again = Reopen(test, cleanedOffset: 0);
        Assert.Equal(0, again.LogEndOffset);
    }

    private static PartitionLog Reopen(LogUnderTest test, long cleanedOffset) => PartitionLog.Open(
        test.Disk, LogUnderTest.Directory, LogUnderTest.Partition, test.Options,
        new LogStart { TopicId = LogUnderTest.TopicId, CleanedOffset = cleanedOffset, NowMs = Batches.NowMs });

    private static void Fill(PartitionLog log, int[] keys)
    {
        foreach (var key in keys) CompactedLog.Append(log, ($"key {key}", $"value {log.LogEndOffset}"), ("pad", "p"));
    }

    private static List<int> PositionsOf(byte[] bytes)
    {
        var positions = new List<int>();
        var position = 0;
        foreach (var batch in new RecordBatchEnumerator(bytes))
        {
            positions.Add(position);
            position += batch.SizeBytes;
        }

        return positions;
    }
}
