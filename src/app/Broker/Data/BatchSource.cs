using Levada.Records;

namespace Levada.Broker.Data;

/// <summary>Reads a partition's batches from its log start to its log end, for those who replay it.</summary>
/// <remarks>Holds one piece of the log at a time: a mebibyte, or one batch where that is larger.</remarks>
internal sealed class BatchSource(HostedPartition hosted)
{
    /// <summary>The most bytes that one batch of an internal topic may unfold to.</summary>
    public const int UncompressedBytesMax = 64 * 1024 * 1024;

    private const int ReadBytesMax = 1024 * 1024;

    /// <summary>Takes a batch whose bytes are there until it returns.</summary>
    public delegate void BatchAction(RecordBatch batch);

    /// <summary>The largest piece that was held.</summary>
    public int HeldBytesMax { get; private set; }

    /// <param name="progress">Told the bytes read so far, from time to time.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public void ReadAll(BatchAction take, Action<long> progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadBytesMax];
        long readCount = 0;
        for (var offset = StartOffset(); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var byteCount = Read(offset, ref buffer);
            if (byteCount == 0) return;
            foreach (var batch in new RecordBatchEnumerator(buffer.AsSpan(0, byteCount)))
            {
                offset = batch.NextOffset;
                take(batch);
            }

            progress(readCount += byteCount);
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
        HeldBytesMax = Math.Max(HeldBytesMax, buffer.Length);
        return range.File!.Read(buffer.AsSpan(0, range.ByteCount), range.Position);
    }
}
