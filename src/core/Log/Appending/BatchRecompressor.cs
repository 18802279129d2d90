using System.Buffers.Binary;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Appending;

/// <summary>Writes a batch again with the compression that its topic wants; offsets, sequences and records stay as they are.</summary>
internal static class BatchRecompressor
{
    public static bool IsNeeded(RecordBatch batch, LogOptions options) =>
        options.Compression is { } codec && codec != batch.Codec && !batch.IsControl;

    /// <summary>The batch in its new form, with a valid CRC; null when it cannot be decompressed within the bound.</summary>
    public static byte[]? Recompress(RecordBatch batch, LogOptions options)
    {
        var codec = options.Compression!.Value;
        var records = new FrameBuffer();
        var compressed = new FrameBuffer();
        try
        {
            if (!Compression.TryDecompress(batch.Codec, batch.Payload, records, options.UncompressedBatchBytesMax)) return null;
            Compression.Compress(codec, LevelOf(codec, options), records.Written, compressed);
            return Assemble(batch, codec, compressed.Written);
        }
        finally
        {
            records.Release();
            compressed.Release();
        }
    }

    private static byte[] Assemble(RecordBatch batch, CompressionCodec codec, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[RecordBatchFormat.HeaderByteCount + payload.Length];
        batch.Bytes[..RecordBatchFormat.HeaderByteCount].CopyTo(bytes);
        payload.CopyTo(bytes.AsSpan(RecordBatchFormat.RecordsAt));
        BinaryPrimitives.WriteInt32BigEndian(
            bytes.AsSpan(RecordBatchFormat.BatchLengthAt), bytes.Length - RecordBatchFormat.LengthOverheadByteCount);
        BinaryPrimitives.WriteInt16BigEndian(
            bytes.AsSpan(RecordBatchFormat.AttributesAt), (short)((batch.Attributes & ~RecordBatchFormat.CodecMask) | (int)codec));
        RecordBatchStamp.RenewCrc(bytes);
        return bytes;
    }

    /// <summary>The level that the topic asks for.</summary>
    public static int LevelOf(CompressionCodec codec, LogOptions options) => codec switch
    {
        CompressionCodec.Gzip => options.GzipLevel,
        CompressionCodec.Lz4 => options.Lz4Level,
        CompressionCodec.Zstd => options.ZstdLevel,
        _ => Compression.DefaultLevel(codec),
    };
}
