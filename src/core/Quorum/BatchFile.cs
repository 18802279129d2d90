using Levada.Log;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>Reads single batches out of a file of batches.</summary>
internal static class BatchFile
{
    /// <summary>The bytes of the batch at a position, its CRC checked; null where no whole, undamaged batch lies.</summary>
    public static byte[]? TryRead(IFile file, long position)
    {
        Span<byte> start = stackalloc byte[RecordBatchFormat.HeaderByteCount];
        if (file.Read(start, position) < start.Length || !RecordBatchHeader.TryRead(start, out var header)) return null;
        // The file's own length bounds the allocation, whatever the header claims.
        if (header.SizeBytes > file.Length - position) return null;
        var bytes = new byte[header.SizeBytes];
        if (file.Read(bytes, position) < bytes.Length) return null;
        return RecordBatch.TryRead(bytes, out var batch) && batch.IsCrcValid ? bytes : null;
    }
}
