using System.Buffers;

namespace Levada.Protocol;

/// <summary>A growable byte buffer over a shared pool, reused from frame to frame.</summary>
/// <remarks>Not safe for concurrent use. Growing doubles; <see cref="Release"/> gives the memory back and empties it.</remarks>
public sealed class FrameBuffer
{
    private const int InitialByteCount = 512;
    private byte[] _bytes = [];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);
    public Memory<byte> WritableWritten => _bytes.AsMemory(0, Length);

    /// <summary>Reserves the next bytes and returns them for writing.</summary>
    public Span<byte> Append(int byteCount)
    {
        EnsureFree(byteCount);
        var span = _bytes.AsSpan(Length, byteCount);
        Length += byteCount;
        return span;
    }

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Drops everything after <paramref name="length"/>.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        Length = length;
    }

    public void Release()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void EnsureFree(int byteCount)
    {
        if (_bytes.Length - Length >= byteCount) return;
        var doubled = (int)Math.Min(_bytes.Length * 2L, Array.MaxLength);
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + byteCount), Math.Max(InitialByteCount, doubled)));
        _bytes.AsSpan(0, Length).CopyTo(grown);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
