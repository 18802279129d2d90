using System.Buffers.Binary;
using Levada.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Levada.Dump;

/// <summary>Walks the batches of a segment file; memory holds one batch at a time.</summary>
internal sealed class BatchFile(SafeFileHandle file) : IDisposable
{
    private const int PrefixByteCount = 12;
    private readonly FrameBuffer _batch = new();
    private readonly long _length = RandomAccess.GetLength(file);

    /// <summary>Where the current batch begins.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next one begins.</summary>
    public long NextPosition { get; private set; }

    public ReadOnlySpan<byte> Bytes => _batch.Written;

    /// <summary>Why the walk stopped before the end of the file, or null.</summary>
    public string? Damage { get; private set; }

    public bool MoveNext()
    {
        Position = NextPosition;
        _batch.Clear();
        if (Position >= _length || Damage is not null) return false;
        Span<byte> prefix = stackalloc byte[PrefixByteCount];
        if (RandomAccess.Read(file, prefix, Position) < PrefixByteCount) return Stop("the file ends within a batch's header");
        var byteCount = PrefixByteCount + (long)BinaryPrimitives.ReadInt32BigEndian(prefix[8..]);
        if (!prefix.ContainsAnyExcept((byte)0)) return Stop("nothing but zeros from here");
        if (byteCount <= PrefixByteCount || byteCount > Array.MaxLength) return Stop($"no batch has {byteCount} bytes");
        if (Position + byteCount > _length) return Stop($"the file ends within a batch of {byteCount} bytes");
        var bytes = _batch.Append((int)byteCount);
        if (RandomAccess.Read(file, bytes, Position) < byteCount) return Stop("the file became shorter while it was read");
        NextPosition = Position + byteCount;
        return true;
    }

    public void Dispose()
    {
        _batch.Release();
        file.Dispose();
    }

    private bool Stop(string damage)
    {
        Damage = damage;
        return false;
    }
}
