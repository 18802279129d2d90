using System.Text;
using Levada.Log;
using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Simulation.Tests.Logs;

/// <summary>The machine dies at every single step that a cleaning takes on its disk.</summary>
public sealed class CompactionCrashTests
{
    private const string Directory = "data/t-0";
    private const long StartMs = 1_700_000_000_000;

    private static readonly LogOptions s_options = new()
    {
        SegmentBytesMax = 1_500, IndexIntervalBytes = 200, HasCompactPolicy = true, HasDeletePolicy = false, CleanableDirtyRatioMin = 0,
    };

    [Fact]
    public void Each_segment_is_as_before_or_as_after_wherever_power_is_lost() => CrashEverywhere(isPowerLoss: true, seedCount: 12);

    [Fact]
    public void Each_segment_is_as_before_or_as_after_wherever_the_process_is_killed() => CrashEverywhere(isPowerLoss: false, seedCount: 1);

    /// <summary>The topic is not compacted any more by the time of the restart, and nothing tells any more that it was.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_record_is_lost_where_the_policy_has_changed_and_the_checkpoints_are_gone(bool isPowerLoss) =>
        CrashEverywhere(isPowerLoss, seedCount: isPowerLoss ? 4UL : 1, isPolicyChanged: true);

    private static void CrashEverywhere(bool isPowerLoss, ulong seedCount, bool isPolicyChanged = false)
    {
        var (before, after) = Expectations();
        for (ulong seed = 0; seed < seedCount; seed++)
        {
            for (var crashAt = 1; Crash(seed, crashAt, isPowerLoss, isPolicyChanged, before, after); crashAt++)
            {
            }
        }
    }

    /// <summary>What the log holds before any cleaning and after it; both are the same in every run.</summary>
    private static (SortedDictionary<long, string> Before, SortedDictionary<long, string> After) Expectations()
    {
        var disk = NewDisk(0);
        using var log = Open(disk, 0);
        Fill(log);
        var before = Read(log);
        var segmentCount = log.SegmentCount;
        Clean(log);
        var after = Read(log);
        SimulationFailure.Require(log.SegmentCount < segmentCount - 1, () => $"{segmentCount} segments have become {log.SegmentCount}");
        SimulationFailure.Require(after.Count < before.Count * 2 / 3, () => "cleaning has done next to nothing");
        return (before, after);
    }

    /// <returns>Whether the cleaning came to the step at all.</returns>
    private static bool Crash(
        ulong seed, int crashAt, bool isPowerLoss, bool isPolicyChanged, SortedDictionary<long, string> before, SortedDictionary<long, string> after)
    {
        var disk = NewDisk(seed * 1_000_003 + (ulong)crashAt);
        var log = Open(disk, 0);
        Fill(log);
        var recoveryPoint = log.RecoveryPoint;
        var stepsLeft = crashAt;
        disk.Trace = _ =>
        {
            if (--stepsLeft == 0) throw new MachineDiedException();
        };
        try
        {
            Clean(log);
        }
        catch (MachineDiedException)
        {
            // Twice: the start after a crash may be interrupted as well.
            disk.Trace = null;
            disk = isPowerLoss ? disk.PowerLoss() : disk.CrashProcess();
            disk = DieWhileStarting(disk, recoveryPoint, 1 + (crashAt % 40), isPowerLoss);
            using var again = isPolicyChanged ? Open(disk, 0, s_options with { HasCompactPolicy = false, HasDeletePolicy = true }) : Open(disk, recoveryPoint);
            CheckAfterCrash(again, disk, before, after, $"seed {seed}, step {crashAt}");
            return true;
        }

        return false;
    }

    private static SimulatedDisk DieWhileStarting(SimulatedDisk disk, long recoveryPoint, int crashAt, bool isPowerLoss)
    {
        var stepsLeft = crashAt;
        disk.Trace = _ =>
        {
            if (--stepsLeft == 0) throw new MachineDiedException();
        };
        try
        {
            Open(disk, recoveryPoint);
        }
        catch (MachineDiedException)
        {
            // As meant.
        }

        disk.Trace = null;
        return isPowerLoss ? disk.PowerLoss() : disk.CrashProcess();
    }

    private static void CheckAfterCrash(
        PartitionLog log, SimulatedDisk disk, SortedDictionary<long, string> before, SortedDictionary<long, string> after, string where)
    {
        var found = Read(log);
        SimulationFailure.Require(log.LogEndOffset == before.Keys.Max() + 1, () => $"{where}: the log ends at {log.LogEndOffset}");
        // What is cleaned is cleaned from the start on: up to some offset the log is as after, from there on as before.
        var isBetween = true;
        foreach (var split in before.Keys.Append(long.MaxValue))
        {
            var expected = after.Where(record => record.Key < split).Concat(before.Where(record => record.Key >= split));
            if (expected.SequenceEqual(found)) isBetween = false;
        }

        SimulationFailure.Require(!isBetween, () => $"{where}: the log is neither as before nor as after");
        SimulationFailure.Require(
            !disk.ListFiles(Directory).Any(name => name.EndsWith(".swap", StringComparison.Ordinal) || name.EndsWith(".cleaned", StringComparison.Ordinal)),
            () => $"{where}: files are left over");
        log.Options = s_options;
        Clean(log);
        SimulationFailure.Require(Read(log).SequenceEqual(after), () => $"{where}: another cleaning does not come to the same");
    }

    private static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = new SimulatedDisk(new SeededRandom(seed), new ManualClock(StartMs));
        disk.CreateDirectory("data");
        disk.FlushDirectory("");
        return disk;
    }

    private static PartitionLog Open(SimulatedDisk disk, long recoveryPoint, LogOptions? options = null) =>
        PartitionLog.Open(disk, Directory, new TopicPartition("t", 0), options ?? s_options, new LogStart { TopicId = new Uuid(1, 2), RecoveryPoint = recoveryPoint, NowMs = StartMs });

    /// <summary>Leaves segments that have shrunk already, so that the next cleaning makes one of several.</summary>
    private static void Fill(PartitionLog log)
    {
        Fill(log, 0, 100);
        Clean(log);
        Fill(log, 100, 160);
        if (!log.TryBeginCheckpoint(out var checkpoint)) return;
        checkpoint.Run();
        log.CompleteCheckpoint(checkpoint);
    }

    private static void Fill(PartitionLog log, int first, int end)
    {
        var builder = new RecordBatchBuilder();
        var bytes = new FrameBuffer();
        for (var index = first; index < end; index++)
        {
            var isTransactional = index % 5 == 1;
            builder.Start(new RecordBatchOptions
            {
                ProducerId = isTransactional ? 7 : -1, ProducerEpoch = isTransactional ? new(0) : ProducerEpoch.None, BaseSequence = isTransactional ? index / 5 : -1,
                IsTransactional = isTransactional,
            });
            builder.Append(StartMs + index, Encoding.UTF8.GetBytes($"key {index % 7}"), Encoding.UTF8.GetBytes($"value {index} {new string('v', index % 60)}"));
            Append(log, builder, bytes, AppendOrigin.Client);
            if (index % 20 != 16) continue;
            ControlRecords.WriteEndTransaction(builder, Cleared(bytes), index % 40 == 16, new EndTransactionMarker(0), 7, new ProducerEpoch(0), StartMs);
            log.Append(bytes.Written, new AppendContext(AppendOrigin.Coordinator, new LeaderEpoch(0), StartMs));
        }
    }

    private static FrameBuffer Cleared(FrameBuffer bytes)
    {
        bytes.Clear();
        return bytes;
    }

    private static void Append(PartitionLog log, RecordBatchBuilder builder, FrameBuffer bytes, AppendOrigin origin)
    {
        builder.Build(Cleared(bytes));
        var result = log.Append(bytes.Written, new AppendContext(origin, new LeaderEpoch(0), StartMs));
        SimulationFailure.Require(result.Error == ErrorCode.None, () => $"{result.Error} {result.Reason}");
    }

    private static void Clean(PartitionLog log)
    {
        if (log.TryBeginCheckpoint(out var checkpoint))
        {
            checkpoint.Run();
            log.CompleteCheckpoint(checkpoint);
        }

        var candidate = log.Compaction.Examine(StartMs, log.LastStablePosition(log.EndPosition).Offset);
        if (!candidate.IsDue) return;
        using var cleaning = log.Compaction.Begin(candidate, new CleaningOptions { BufferBytes = 1 }, StartMs);
        while (cleaning.State is CleaningState.Working or CleaningState.ReadyToReplace or CleaningState.ReadyToPublish)
        {
            if (cleaning.State == CleaningState.Working) cleaning.Step();
            else if (cleaning.State == CleaningState.ReadyToReplace) log.Compaction.Replace(cleaning)?.Run();
            else log.Compaction.Publish(cleaning)?.Run();
        }

        log.Compaction.Complete(cleaning);
        SimulationFailure.Require(cleaning.State == CleaningState.Done, () => $"the cleaning was abandoned: {cleaning.Reason}");
    }

    private static SortedDictionary<long, string> Read(PartitionLog log)
    {
        var found = new SortedDictionary<long, string>();
        for (var next = log.LogStartOffset; next < log.LogEndOffset;)
        {
            var read = log.Read(next, 1, isOneBatchRequired: true, log.EndPosition);
            SimulationFailure.Require(read.Error == ErrorCode.None, () => $"offset {next} cannot be read: {read.Error}");
            if (read.Range.IsEmpty) break;
            var bytes = new byte[read.Range.ByteCount];
            SimulationFailure.Require(read.Range.File!.Read(bytes, read.Range.Position) == bytes.Length, () => "a range passes the end of its file");
            RecordBatch.TryRead(bytes, out var batch);
            var (isValid, nextOffset) = (batch.IsCrcValid, batch.NextOffset);
            SimulationFailure.Require(isValid && nextOffset > next, () => $"the batch at offset {next} is damaged");
            next = nextOffset;
            foreach (var record in new RecordReader(batch)) found.Add(record.Offset, batch.IsControl ? "marker" : Encoding.UTF8.GetString(record.Value));
        }

        return found;
    }
}
