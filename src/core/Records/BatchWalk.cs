using System.Buffers;

namespace Levada.Records;

/// <summary>Checks every record of a client's batch once, as a leader must before appending it.</summary>
/// <remarks>
/// No allocation in the steady state; compressed payloads pass through a pooled decoder and a scratch buffer that never
/// holds more than the longest record. The header, beyond count and codec, is the caller's to check.
/// </remarks>
public static class BatchWalk
{
    // Twice a usual LZ4 block, so that a whole block is decoded in place beside part of a record.
    private const int ScratchByteCount = 128 * 1024;

    /// <param name="batch">One whole batch.</param>
    /// <param name="uncompressedByteCountMax">The most bytes the records may have without compression.</param>
    public static BatchWalkResult Walk(RecordBatch batch, int uncompressedByteCountMax)
    {
        var scan = new RecordScan(batch.BaseTimestamp);
        if (!batch.IsCodecKnown) return scan.ToResult(BatchWalkError.UnknownCodec, 0);
        var payload = batch.Payload;
        long byteCount = payload.Length;
        var error = batch.Codec == CompressionCodec.None
            ? WalkPlain(ref scan, payload)
            : WalkCompressed(ref scan, batch.Codec, payload, uncompressedByteCountMax, out byteCount);
        var result = scan.ToResult(error, byteCount);
        return error == BatchWalkError.None && result.RecordCount != batch.RecordCount
            ? scan.ToResult(BatchWalkError.RecordCount, byteCount)
            : result;
    }

    private static BatchWalkError WalkPlain(ref RecordScan scan, ReadOnlySpan<byte> payload)
    {
        var scanned = scan.Scan(payload);
        if (scan.Error != BatchWalkError.None) return scan.Error;
        return scanned == payload.Length ? BatchWalkError.None : BatchWalkError.MalformedRecord;
    }

    private static BatchWalkError WalkCompressed(
        ref RecordScan scan, CompressionCodec codec, ReadOnlySpan<byte> payload, int byteCountMax, out long byteCount)
    {
        var decoder = PayloadDecoderPool.Rent(codec);
        var scratch = ArrayPool<byte>.Shared.Rent(ScratchByteCount);
        decoder.Begin(byteCountMax);
        try
        {
            return WalkDecoded(ref scan, decoder, payload, byteCountMax, ref scratch, out byteCount);
        }
        finally
        {
            decoder.End();
            ArrayPool<byte>.Shared.Return(scratch);
            PayloadDecoderPool.Return(codec, decoder);
        }
    }

    private static BatchWalkError WalkDecoded(
        ref RecordScan scan, PayloadDecoder decoder, ReadOnlySpan<byte> payload, int byteCountMax,
        ref byte[] scratch, out long byteCount)
    {
        byteCount = 0;
        var filled = 0;
        while (true)
        {
            var status = decoder.Decode(ref payload, scratch.AsSpan(filled), out var written);
            byteCount += written;
            filled += written;
            if (status == DecodeStatus.Malformed) return BatchWalkError.MalformedCompression;
            if (status == DecodeStatus.TooLarge || byteCount > byteCountMax) return BatchWalkError.DecompressedTooLarge;
            var scanned = scan.Scan(scratch.AsSpan(0, filled));
            if (scan.Error != BatchWalkError.None) return scan.Error;
            filled -= scanned;
            if (status == DecodeStatus.Done) return filled == 0 ? BatchWalkError.None : BatchWalkError.MalformedRecord;
            scratch.AsSpan(scanned, filled).CopyTo(scratch);
            if (filled < scratch.Length) continue;
            if (scan.PartialRecordByteCount > byteCountMax) return BatchWalkError.DecompressedTooLarge;
            Grow(ref scratch);
        }
    }

    /// <summary>Doubles with what has arrived, never by what a length claims.</summary>
    private static void Grow(ref byte[] scratch)
    {
        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(scratch.Length * 2L, Array.MaxLength));
        scratch.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(scratch);
        scratch = grown;
    }
}
