using System.Buffers;
using Levada.Log.Segments;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>Reads a segment's batches, whole and in order, a stretch at a time; one buffer for all segments.</summary>
internal sealed class SegmentBatches(int bufferByteCount) : IDisposable
{
    private const int BufferByteCountMin = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bufferByteCount, BufferByteCountMin));
    private IFile? _file;
    private long _position;
    private long _end;

    public bool IsAtEnd => _position >= _end;

    public void Open(IFile file, long byteCount)
    {
        _file = file;
        _position = 0;
        _end = byteCount;
    }

    /// <summary>There is nothing more to read.</summary>
    public void Close() => (_file, _position, _end) = (null, 0, 0);

    /// <summary>The next batches, at least one unless the segment has ended.</summary>
    /// <exception cref="InvalidDataException">What follows is no batch.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public ReadOnlySpan<byte> Read()
    {
        if (IsAtEnd) return default;
        var whole = Fill();
        if (whole == 0)
        {
            MakeRoom();
            whole = Fill();
        }

        if (whole == 0) throw Corrupt();
        _position += whole;
        return _buffer.AsSpan(0, whole);
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <returns>The bytes of the whole batches in the buffer.</returns>
    private int Fill()
    {
        var byteCount = _file!.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, _end - _position)), _position);
        var batches = new RecordBatchEnumerator(_buffer.AsSpan(0, byteCount));
        while (batches.MoveNext())
        {
        }

        return byteCount - batches.TrailingByteCount;
    }

    /// <summary>A batch larger than the buffer is checked before room is made for it: its length may be anything.</summary>
    private void MakeRoom()
    {
        var scanner = new BatchScanner(_file!, _position, _end, _buffer);
        if (!scanner.MoveNext() || !scanner.IsCrcValid()) throw Corrupt();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(scanner.Header.SizeBytes);
    }

    private InvalidDataException Corrupt() => new($"{_file!.Path} holds no whole batch at position {_position}.");
}
