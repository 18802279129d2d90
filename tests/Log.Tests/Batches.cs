using System.Text;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests;

/// <summary>Makes batches as clients and coordinators send them.</summary>
internal static class Batches
{
    /// <summary>A time far from zero, so that range checks have room on both sides.</summary>
    public const long NowMs = 1_700_000_000_000;

    public static readonly AppendContext FromClient = new(AppendOrigin.Client, new LeaderEpoch(0), NowMs);
    public static readonly AppendContext FromCoordinator = new(AppendOrigin.Coordinator, new LeaderEpoch(0), NowMs);

    public static byte[] Plain(params string[] values) => With(new RecordBatchOptions(), NowMs, values);

    public static byte[] At(long timestampMs, params string[] values) => With(new RecordBatchOptions(), timestampMs, values);

    public static byte[] Idempotent(long producerId, short epoch, int sequence, int count = 1, long timestampMs = NowMs) =>
        With(
            new RecordBatchOptions { ProducerId = producerId, ProducerEpoch = new(epoch), BaseSequence = sequence },
            timestampMs,
            [.. Enumerable.Range(0, count).Select(index => $"p{producerId}-{sequence + index}")]);

    public static byte[] Transactional(long producerId, short epoch, int sequence, int count = 1) =>
        With(
            new RecordBatchOptions { ProducerId = producerId, ProducerEpoch = new(epoch), BaseSequence = sequence, IsTransactional = true },
            NowMs,
            [.. Enumerable.Range(0, count).Select(index => $"t{producerId}-{sequence + index}")]);

    public static byte[] Marker(long producerId, short epoch, bool isCommit, int coordinatorEpoch = 0)
    {
        var target = new FrameBuffer();
        ControlRecords.WriteEndTransaction(
            new RecordBatchBuilder(), target, isCommit, new EndTransactionMarker(coordinatorEpoch), producerId, new(epoch), NowMs);
        return target.Written.ToArray();
    }

    public static byte[] With(in RecordBatchOptions options, long timestampMs, params string[] values) =>
        With(options, [.. values.Select(value => (timestampMs, (string?)"k", value))]);

    public static byte[] With(in RecordBatchOptions options, params (long TimestampMs, string? Key, string Value)[] records)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(options);
        foreach (var (timestampMs, key, value) in records)
            builder.Append(timestampMs, key is null ? null : Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        var target = new FrameBuffer();
        builder.Build(target);
        return target.Written.ToArray();
    }

    /// <summary>Offsets and values of the records in whole batches of a range.</summary>
    public static List<(long Offset, string Value)> Records(FileRange range)
    {
        var found = new List<(long, string)>();
        if (range.File is null) return found;
        var bytes = new byte[range.ByteCount];
        Assert.Equal(bytes.Length, range.File.Read(bytes, range.Position));
        foreach (var batch in new RecordBatchEnumerator(bytes))
        {
            if (batch.IsControl) continue;
            var records = new FrameBuffer();
            Assert.True(Compression.TryDecompress(batch.Codec, batch.Payload, records, int.MaxValue));
            foreach (var record in new RecordReader(batch, records.Written)) found.Add((record.Offset, Encoding.UTF8.GetString(record.Value)));
        }

        return found;
    }
}
