using System.Buffers.Binary;

namespace Levada.Network;

/// <summary>The receiving side of a connection: where the next bytes go, and the frames in what has come.</summary>
/// <remarks>
/// Between requests a connection holds only a small array. A frame that does not fit gets a pooled buffer, which grows as
/// the frame arrives: a claimed size costs the peer its bytes first. Once a connection has sent a large frame, the next
/// ones get that size at once and are received without a copy.
/// </remarks>
internal sealed class FrameReceiver(MemoryBudget memory, int frameBytesMax, IMemoryWaiter waiter)
{
    private const int SizeBytes = sizeof(int);
    private const int IdleBufferBytes = 2048;

    private readonly byte[] _idleBuffer = new byte[IdleBufferBytes];
    private byte[]? _pooled;
    private int _start;
    private int _end;
    private int _provenBytes = MemoryBudget.SmallestBufferBytes;

    /// <summary>Whether received bytes wait to be handled.</summary>
    public bool HasBytes => _end > _start;

    public bool HoldsPooledMemory => _pooled is not null;
    public bool IsWaitingForMemory { get; private set; }

    /// <summary>Why the connection cannot go on; null while it can.</summary>
    public string? Fault { get; private set; }

    private byte[] Current => _pooled ?? _idleBuffer;

    /// <summary>Takes the next whole frame, valid until <see cref="TryPrepare"/>.</summary>
    public bool TryTakeFrame(out Span<byte> frame)
    {
        frame = default;
        if (Fault is not null || _end - _start < SizeBytes) return false;
        var size = BinaryPrimitives.ReadInt32BigEndian(Current.AsSpan(_start));
        if (size < 0 || size > frameBytesMax || size > memory.LimitBytes - SizeBytes)
        {
            Fault = $"a request claims {size} bytes; at most {Math.Min(frameBytesMax, memory.LimitBytes - SizeBytes)} are allowed";
            return false;
        }

        if (_end - _start - SizeBytes < size) return false;
        frame = Current.AsSpan(_start + SizeBytes, size);
        _start += SizeBytes + size;
        _provenBytes = Math.Max(_provenBytes, SizeBytes + size);
        return true;
    }

    /// <summary>Where to receive; false: memory is short and will be granted through the waiter.</summary>
    /// <remarks>Called when <see cref="TryTakeFrame"/> found no further whole frame, or nothing is buffered.</remarks>
    public bool TryPrepare(out Memory<byte> space)
    {
        space = default;
        if (IsWaitingForMemory) return false;
        if (!HasBytes) BecomeIdle();
        var needed = NeededBytes();
        if (needed > Current.Length && (_pooled is null || _end - _start == _pooled.Length) && !TryGrow(needed)) return false;
        if (_start + Math.Min(needed, Current.Length) > Current.Length) MoveToFront(Current);

        // A large frame ends where its receive ends, so that the beginning of the next is not copied.
        var end = needed > MemoryBudget.SmallestBufferBytes ? Math.Min(_start + needed, Current.Length) : Current.Length;
        space = Current.AsMemory(_end, end - _end);
        return true;
    }

    public void Advance(int byteCount) => _end += byteCount;

    /// <summary>Takes memory that was waited for.</summary>
    public void Accept(byte[] buffer)
    {
        IsWaitingForMemory = false;
        Replace(buffer);
    }

    /// <summary>Forgets what a long quiet connection has proven.</summary>
    public void Trim()
    {
        if (!HasBytes) _provenBytes = MemoryBudget.SmallestBufferBytes;
    }

    /// <summary>Gives all memory back; memory that was waited for may still come and is then to be returned.</summary>
    public void Release()
    {
        if (IsWaitingForMemory && memory.Cancel(waiter)) IsWaitingForMemory = false;
        BecomeIdle();
    }

    private void BecomeIdle()
    {
        _start = _end = 0;
        if (_pooled is not { } buffer) return;
        _pooled = null;
        memory.Return(buffer);
    }

    private int NeededBytes() => _end - _start < SizeBytes
        ? SizeBytes
        : SizeBytes + BinaryPrimitives.ReadInt32BigEndian(Current.AsSpan(_start));

    private bool TryGrow(int needed)
    {
        var buffer = _pooled is { } full
            ? memory.RentLarger((int)Math.Min(needed, full.Length * 2L), needed, waiter)
            : memory.RentFirst(Math.Min(needed, _provenBytes), waiter);
        IsWaitingForMemory = buffer is null;
        if (buffer is not null) Replace(buffer);
        return buffer is not null;
    }

    private void Replace(byte[] buffer)
    {
        MoveToFront(buffer);
        var old = _pooled;
        _pooled = buffer;
        if (old is not null) memory.Return(old);
    }

    private void MoveToFront(byte[] target)
    {
        Buffer.BlockCopy(Current, _start, target, 0, _end - _start);
        _end -= _start;
        _start = 0;
    }
}
