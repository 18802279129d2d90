namespace Levada.Broker.Data;

/// <summary>Reads a partition's batches from its log start to its log end, for those who replay it.</summary>
internal sealed class BatchSource(HostedPartition hosted)
{
    /// <summary>The most bytes that one batch of an internal topic may unfold to.</summary>
    public const int UncompressedBytesMax = 64 * 1024 * 1024;

    private const int ReadBytesMax = 1024 * 1024;

    /// <summary>Each batch with its own bytes.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public IEnumerable<byte[]> ReadAll(CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadBytesMax];
        for (var offset = StartOffset(); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var byteCount = Read(offset, ref buffer);
            if (byteCount == 0) yield break;
            foreach (var batch in Split(buffer.AsSpan(0, byteCount)))
            {
                offset = Records.RecordBatch.TryRead(batch, out var read) ? read.NextOffset : offset;
                yield return batch;
            }
        }
    }

    private long StartOffset()
    {
        lock (hosted.Gate) return hosted.Partition.Log.LogStartOffset;
    }

    private int Read(long offset, ref byte[] buffer)
    {
        Log.FileRange range;
        lock (hosted.Gate)
        {
            var log = hosted.Partition.Log;
            range = log.Read(offset, ReadBytesMax, isOneBatchRequired: true, log.EndPosition).Range;
        }

        if (range.IsEmpty) return 0;
        if (range.ByteCount > buffer.Length) buffer = new byte[range.ByteCount];
        return range.File!.Read(buffer.AsSpan(0, range.ByteCount), range.Position);
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> bytes)
    {
        var batches = new List<byte[]>();
        foreach (var batch in new Records.RecordBatchEnumerator(bytes)) batches.Add(batch.Bytes.ToArray());
        return batches;
    }
}
