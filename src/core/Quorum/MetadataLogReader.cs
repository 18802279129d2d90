using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>Walks the batches of the metadata log in order, a chunk of the file at a time.</summary>
internal sealed class MetadataLogReader(PartitionLog log)
{
    private const int ChunkBytes = 256 * 1024;

    private byte[] _chunk = [];
    private int _position;
    private int _length;

    /// <summary>The next whole batch that ends at or before <paramref name="endOffset"/> and after <paramref name="offset"/>.</summary>
    /// <remarks>The batch is a view that holds until the next call.</remarks>
    /// <exception cref="IOException">The log cannot be read where it says it has records.</exception>
    public bool TryRead(long offset, long endOffset, out RecordBatch batch)
    {
        batch = default;
        if (offset >= endOffset) return false;
        if (!TryFind(offset, out batch) && !(TryReadChunk(offset, endOffset) && TryFind(offset, out batch))) return false;
        if (batch.NextOffset > endOffset) return false;
        _position += batch.SizeBytes;
        return true;
    }

    /// <summary>Forgets what was read ahead: the log was cut.</summary>
    public void Reset() => (_position, _length) = (0, 0);

    private bool TryFind(long offset, out RecordBatch batch)
    {
        while (RecordBatch.TryRead(_chunk.AsSpan(_position, _length - _position), out batch) && batch.LastOffset < offset)
            _position += batch.SizeBytes;
        return !batch.Bytes.IsEmpty;
    }

    private bool TryReadChunk(long offset, long endOffset)
    {
        var result = log.Read(offset, ChunkBytes, isOneBatchRequired: true, LogPosition.At(endOffset));
        if (result.Error != ErrorCode.None) throw new IOException($"The metadata log cannot be read at offset {offset}: {result.Error}.");
        if (result.Range.IsEmpty) return false;
        if (_chunk.Length < result.Range.ByteCount) _chunk = new byte[result.Range.ByteCount];
        _position = 0;
        _length = result.Range.File!.Read(_chunk.AsSpan(0, result.Range.ByteCount), result.Range.Position);
        return true;
    }
}
