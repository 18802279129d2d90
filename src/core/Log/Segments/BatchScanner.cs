using Levada.Records;

namespace Levada.Log.Segments;

/// <summary>Walks the batches of one segment file by their headers, through a buffer of the caller's.</summary>
/// <param name="buffer">At least one header; larger buffers save reads, and no batch has to fit.</param>
/// <param name="position">Where a batch begins.</param>
/// <param name="end">Where the data ends.</param>
internal ref struct BatchScanner(IFile file, long position, long end, Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private long _bufferStart;
    private int _bufferedCount;
    private long _next = position;

    /// <summary>The header of the current batch.</summary>
    public RecordBatchHeader Header { get; private set; }

    /// <summary>Where the current batch begins.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Where the next batch begins, or where the walk stopped.</summary>
    public readonly long NextPosition => _next;

    /// <summary>Whether the batches so far fill the file exactly.</summary>
    public readonly bool IsAtEnd => _next == end;

    /// <summary>Goes to the next batch; false at the end and where no whole batch follows.</summary>
    public bool MoveNext()
    {
        if (end - _next < RecordBatchFormat.HeaderByteCount) return false;
        Fill(_next, RecordBatchFormat.HeaderByteCount);
        if (!RecordBatchHeader.TryRead(Buffered(_next), out var header) || header.SizeBytes > end - _next) return false;
        Header = header;
        Position = _next;
        _next += header.SizeBytes;
        return true;
    }

    /// <summary>Reads the current batch through and compares its CRC.</summary>
    public bool IsCrcValid()
    {
        var crc = 0u;
        for (var at = Position + RecordBatchFormat.AttributesAt; at < _next;)
        {
            Fill(at, 1);
            var chunk = Buffered(at);
            if (chunk.IsEmpty) return false;
            if (chunk.Length > _next - at) chunk = chunk[..(int)(_next - at)];
            crc = Crc32C.Append(crc, chunk);
            at += chunk.Length;
        }

        return crc == Header.Crc;
    }

    /// <summary>The first bytes of the current batch, as many as are asked for and fit the buffer.</summary>
    public ReadOnlySpan<byte> Peek(int byteCount)
    {
        var count = (int)Math.Min(Math.Min(byteCount, _buffer.Length), _next - Position);
        Fill(Position, count);
        var bytes = Buffered(Position);
        return bytes.Length < count ? bytes : bytes[..count];
    }

    private readonly ReadOnlySpan<byte> Buffered(long at) => _buffer[(int)(at - _bufferStart).._bufferedCount];

    private void Fill(long at, int byteCount)
    {
        if (at >= _bufferStart && at + byteCount <= _bufferStart + _bufferedCount) return;
        var count = (int)Math.Min(_buffer.Length, end - at);
        _bufferedCount = file.Read(_buffer[..count], at);
        _bufferStart = at;
    }
}
