using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>What must hold of a batch before cleaning believes it.</summary>
internal static class CleanedBatch
{
    /// <exception cref="InvalidDataException">The batch is damaged, or is not where it lies.</exception>
    public static void Check(RecordBatch batch, long offsetMin, long endOffset)
    {
        if (!batch.IsCrcValid || batch.BaseOffset < offsetMin || batch.LastOffsetDelta < 0 || batch.NextOffset > endOffset || !batch.IsCodecKnown)
            throw Damaged(batch);
    }

    /// <exception cref="InvalidDataException">The records cannot be decompressed within the bound.</exception>
    public static ReadOnlySpan<byte> Decompress(RecordBatch batch, FrameBuffer target, LogOptions options)
    {
        if (batch.RecordCount == 0) return default;
        if (!Compression.TryDecompress(batch.Codec, batch.Payload, target, options.UncompressedBatchBytesMax)) throw Damaged(batch);
        return target.Written;
    }

    public static InvalidDataException Damaged(RecordBatch batch) => new($"The batch at offset {batch.BaseOffset} is damaged.");
}
