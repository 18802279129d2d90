using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Simulation.Tests.Logs;

/// <summary>Reads a whole log the way a consumer does, and checks all that must hold of any log.</summary>
internal static class LogContent
{
    /// <summary>Every record from the log's start to its end, by offset.</summary>
    public static SortedDictionary<long, LogEntry> Read(PartitionLog log, int chunkBytes)
    {
        var entries = new SortedDictionary<long, LogEntry>();
        var expected = -1L;
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            var bytes = ReadChunk(log, offset, chunkBytes);
            var batches = new RecordBatchEnumerator(bytes);
            var isFirst = true;
            while (batches.MoveNext())
            {
                var batch = batches.Current;
                SimulationFailure.Require(batch.IsCrcValid, () => $"the batch at offset {offset} has a wrong CRC");
                if (isFirst) RequireHolds(batch.BaseOffset, batch.LastOffset, offset);
                SimulationFailure.Require(expected < 0 || IsNext(batch.BaseOffset, expected), () => $"a hole before offset {offset}");
                Add(entries, batch, log.LogStartOffset);
                (isFirst, expected, offset) = (false, batch.NextOffset, batch.NextOffset);
            }

            SimulationFailure.Require(!isFirst, () => $"no whole batch can be read at offset {offset}");
        }

        return entries;
    }

    private static bool IsNext(long baseOffset, long expected) => baseOffset == expected;

    private static void RequireHolds(long baseOffset, long lastOffset, long offset) => SimulationFailure.Require(
        baseOffset <= offset && offset <= lastOffset, () => $"reading offset {offset} gives the batch {baseOffset} to {lastOffset}");

    private static byte[] ReadChunk(PartitionLog log, long offset, int chunkBytes)
    {
        var result = log.Read(offset, chunkBytes, isOneBatchRequired: true, log.EndPosition);
        SimulationFailure.Require(
            result.Error == ErrorCode.None && !result.Range.IsEmpty, () => $"reading offset {offset} of {log.LogStartOffset}..{log.LogEndOffset} gives {result}");
        var bytes = new byte[result.Range.ByteCount];
        var count = result.Range.File!.Read(bytes, result.Range.Position);
        SimulationFailure.Require(count == bytes.Length, () => $"the range at offset {offset} passes the end of its file");
        return bytes;
    }

    private static void Add(SortedDictionary<long, LogEntry> entries, RecordBatch batch, long startOffset)
    {
        var records = new RecordReader(batch);
        while (records.TryRead(out var record))
            if (record.Offset >= startOffset)
                entries.Add(record.Offset, new LogEntry(BitConverter.ToInt64(record.Value), batch.PartitionLeaderEpoch.Value, record.Timestamp));
        var failed = records.Failed;
        SimulationFailure.Require(!failed, () => "a batch with a right CRC has malformed records");
    }
}
