using System.Buffers;

namespace Levada.DataFiles.Text;

/// <summary>The bytes of a stream from the record being read onwards, in one piece. Owns neither stream nor position beyond it.</summary>
internal sealed class RecordBuffer(Stream stream, int byteCount) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
    private int _start;
    private int _end;

    /// <summary>Whether the stream has ended: nothing will follow <see cref="Bytes"/>.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Bytes stepped over since the beginning.</summary>
    public long Position { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    public void Skip(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Fills the buffer, after making room: by moving what is left, else by doubling.</summary>
    /// <remarks>It is filled to the brim, so that a record is searched again only after its bytes have doubled.</remarks>
    public void Fill(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_start > 0)
        {
            Bytes.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
            Grow();
        var wanted = _buffer.Length - _end;
        var count = stream.ReadAtLeast(_buffer.AsSpan(_end), wanted, throwOnEndOfStream: false);
        IsLast = count < wanted;
        _end += count;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
