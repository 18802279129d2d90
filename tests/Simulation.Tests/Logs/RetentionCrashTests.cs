using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Simulation.Tests.Logs;

/// <summary>The machine dies at every single step that retention takes on its disk, with recovery reading all that is left.</summary>
public sealed class RetentionCrashTests
{
    private const string Root = "data";
    private const string Directory = Root + "/t-0";
    private const long StartMs = 1_700_000_000_000;
    private const int RecordCount = 60;

    private static readonly LogOptions s_options = new() { SegmentBytesMax = 500, IndexIntervalBytes = 200, RetentionMs = LogOptions.Unlimited };

    /// <param name="start">What is before it expires; at the end an empty segment is begun.</param>
    [Theory]
    [InlineData(50, true)]
    [InlineData(50, false)]
    [InlineData(RecordCount, true)]
    [InlineData(RecordCount, false)]
    public void What_has_not_expired_is_there_wherever_the_machine_dies(int start, bool isPowerLoss)
    {
        for (ulong seed = 0; seed < (isPowerLoss ? 12UL : 1); seed++)
        {
            for (var crashAt = 1; Crash(seed, crashAt, start, isPowerLoss); crashAt++)
            {
            }
        }
    }

    /// <returns>Whether retention came to the step at all.</returns>
    private static bool Crash(ulong seed, int crashAt, int start, bool isPowerLoss)
    {
        var disk = new SimulatedDisk(new SeededRandom((seed * 1_000_003) + (ulong)crashAt), new ManualClock(StartMs));
        disk.CreateDirectory(Root);
        disk.FlushDirectory("");
        var checkpoint = new LogCheckpointFile(Root);
        var log = Open(disk, logStartOffset: 0);
        Fill(log);
        var stepsLeft = crashAt;
        disk.Trace = _ =>
        {
            if (--stepsLeft == 0) throw new MachineDiedException();
        };
        try
        {
            Expire(log, disk, checkpoint, start);
            return false;
        }
        catch (MachineDiedException)
        {
            disk.Trace = null;
            disk = isPowerLoss ? disk.PowerLoss() : disk.CrashProcess();
        }

        using var again = Open(disk, checkpoint.Read(disk).LogStartOffset);
        var where = $"seed {seed}, step {crashAt}";
        SimulationFailure.Require(again.LogStartOffset <= start, () => $"{where}: the log begins at {again.LogStartOffset}");
        SimulationFailure.Require(again.LogEndOffset == RecordCount, () => $"{where}: the log ends at {again.LogEndOffset}");
        var found = LogContent.Read(again, chunkBytes: 1_000);
        for (var offset = start; offset < RecordCount; offset++)
            SimulationFailure.Require(found.TryGetValue(offset, out var entry) && entry.Value == offset, () => $"{where}: offset {offset} is lost");
        return true;
    }

    private static void Expire(PartitionLog log, SimulatedDisk disk, LogCheckpointFile checkpoint, int start)
    {
        if (start < RecordCount) log.AdvanceLogStart(start);
        else log.Options = s_options with { RetentionMs = 0 };
        SimulationFailure.Require(log.ApplyRetention(StartMs + RecordCount, RecordCount).SegmentCount > 3, () => "too little has expired");
        checkpoint.Write(disk, recoveryPoint: 0, log.LogStartOffset);
        var deletion = log.DeleteExpired()!;
        deletion.FlushNames();
        deletion.Run();
    }

    private static PartitionLog Open(SimulatedDisk disk, long logStartOffset) => PartitionLog.Open(
        disk, Directory, new TopicPartition("t", 0), s_options, new LogStart { TopicId = new Uuid(1, 2), LogStartOffset = logStartOffset, NowMs = StartMs });

    private static void Fill(PartitionLog log)
    {
        var builder = new RecordBatchBuilder();
        var bytes = new FrameBuffer();
        for (var value = 0; value < RecordCount; value++)
        {
            bytes.Clear();
            builder.Start(new RecordBatchOptions());
            builder.Append(StartMs + value, NullableBytes.Null, BitConverter.GetBytes((long)value));
            builder.Build(bytes);
            var result = log.Append(bytes.Written, new AppendContext(AppendOrigin.Client, new LeaderEpoch(0), StartMs));
            SimulationFailure.Require(result.Error == ErrorCode.None, () => $"{result.Error} {result.Reason}");
        }

        if (!log.TryBeginFlush(out var flush)) return;
        flush.Run();
        log.CompleteFlush(flush);
    }
}
