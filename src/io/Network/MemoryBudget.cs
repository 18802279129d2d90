using System.Numerics;

namespace Levada.Network;

/// <summary>The memory for requests being received, of all connections together, and the pool it comes from.</summary>
/// <remarks>
/// Pooled buffers are powers of two from 64 KiB to 128 MiB. At the bound a frame's first buffer is waited for, in order. A frame
/// that has arrived in part would keep what it holds while it waits, and several such frames could wait for each other:
/// one of them at a time may exceed the bound, by its whole size, so that it needs no more.
/// </remarks>
public sealed class MemoryBudget
{
    internal const int SmallestBufferBytes = 64 * 1024;
    internal const int LargestBufferBytes = 128 * 1024 * 1024;

    private static readonly int SmallestLog2 = BitOperations.Log2(SmallestBufferBytes);
    private static readonly int ClassCount = BitOperations.Log2(LargestBufferBytes) - SmallestLog2 + 1;

    private readonly Lock _gate = new();
    private readonly Stack<byte[]>[] _free = new Stack<byte[]>[ClassCount];
    private readonly int[] _unused = new int[ClassCount];
    private readonly LinkedList<Waiter> _waitingToGrow = new();
    private readonly LinkedList<Waiter> _waitingToBegin = new();
    private readonly long _retainedBytesMax;
    private long _usedBytes;
    private long _retainedBytes;

    /// <param name="limitBytes">Bytes that may be in use (<c>queued.max.request.bytes</c>).</param>
    /// <param name="retainedBytesMax">Bytes kept for reuse while not in use.</param>
    public MemoryBudget(long limitBytes, long retainedBytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limitBytes, SmallestBufferBytes);
        LimitBytes = limitBytes;
        _retainedBytesMax = retainedBytesMax;
        for (var i = 0; i < ClassCount; i++) _free[i] = new Stack<byte[]>();
    }

    public long LimitBytes { get; }
    public long UsedBytes => Interlocked.Read(ref _usedBytes);
    public long RetainedBytes => Interlocked.Read(ref _retainedBytes);

    /// <summary>Whether connections wait for memory.</summary>
    public bool HasWaiters
    {
        get { lock (_gate) return _waitingToGrow.Count + _waitingToBegin.Count > 0; }
    }

    /// <summary>Rents a frame's first buffer; without one now, it is granted later.</summary>
    internal byte[]? RentFirst(int byteCount, IMemoryWaiter waiter)
    {
        lock (_gate)
        {
            var size = BufferBytes(byteCount);
            if (_waitingToGrow.Count + _waitingToBegin.Count == 0 && Fits(size)) return Take(size);
            _waitingToBegin.AddLast(new Waiter(waiter, size));
            return null;
        }
    }

    /// <summary>Rents a larger buffer for a frame that holds one; without one now, it is granted later.</summary>
    /// <param name="byteCount">What would do for the moment.</param>
    /// <param name="wholeByteCount">What the whole frame takes; asked for at once where the bound is met.</param>
    internal byte[]? RentLarger(int byteCount, int wholeByteCount, IMemoryWaiter waiter)
    {
        lock (_gate)
        {
            var size = BufferBytes(byteCount);
            if (Fits(size)) return Take(size);
            var wholeSize = BufferBytes(wholeByteCount);
            if (_usedBytes <= LimitBytes) return Take(wholeSize);
            _waitingToGrow.AddLast(new Waiter(waiter, wholeSize));
            return null;
        }
    }

    internal void Return(byte[] buffer)
    {
        lock (_gate)
        {
            _usedBytes -= buffer.Length;
            if (buffer.Length <= LargestBufferBytes && _retainedBytes + buffer.Length <= _retainedBytesMax)
            {
                _free[ClassOf(buffer.Length)].Push(buffer);
                _retainedBytes += buffer.Length;
            }
        }

        GrantWaiters();
    }

    /// <summary>Gives a waiter up; false: its buffer is on its way.</summary>
    internal bool Cancel(IMemoryWaiter waiter)
    {
        bool isRemoved;
        lock (_gate) isRemoved = Remove(_waitingToGrow, waiter) || Remove(_waitingToBegin, waiter);
        if (isRemoved) GrantWaiters();
        return isRemoved;
    }

    /// <summary>Lets go of the buffers nobody needed since the last call.</summary>
    internal void Trim()
    {
        lock (_gate)
        {
            for (var i = 0; i < ClassCount; i++)
            {
                for (var n = Math.Min(_unused[i], _free[i].Count); n > 0; n--) _retainedBytes -= _free[i].Pop().Length;
                _unused[i] = _free[i].Count;
            }
        }
    }

    private void GrantWaiters()
    {
        while (true)
        {
            Waiter next;
            byte[] buffer;
            lock (_gate)
            {
                // Frames that hold memory go first: those without it can wait for them, never the other way round.
                var queue = _waitingToGrow.Count > 0 ? _waitingToGrow : _waitingToBegin;
                if (queue.First is not { } node) return;
                next = node.Value;
                var isGranted = Fits(next.Size) || (queue == _waitingToGrow && _usedBytes <= LimitBytes);
                if (!isGranted) return;
                buffer = Take(next.Size);
                queue.RemoveFirst();
            }

            next.Owner.OnMemoryGranted(buffer);
        }
    }

    private static bool Remove(LinkedList<Waiter> queue, IMemoryWaiter waiter)
    {
        for (var node = queue.First; node is not null; node = node.Next)
        {
            if (node.Value.Owner != waiter) continue;
            queue.Remove(node);
            return true;
        }

        return false;
    }

    // One frame is always served: its bytes are within the bound, rounding them up may not be.
    private bool Fits(int size) => _usedBytes + size <= LimitBytes || _usedBytes == 0;

    private byte[] Take(int size)
    {
        _usedBytes += size;
        if (size > LargestBufferBytes) return GC.AllocateUninitializedArray<byte>(size);
        var index = ClassOf(size);
        if (!_free[index].TryPop(out var buffer)) return GC.AllocateUninitializedArray<byte>(size);
        _retainedBytes -= size;
        _unused[index] = Math.Min(_unused[index], _free[index].Count);
        return buffer;
    }

    private static int BufferBytes(int byteCount) => byteCount > LargestBufferBytes
        ? byteCount
        : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(byteCount, SmallestBufferBytes));

    private static int ClassOf(int size) => BitOperations.Log2((uint)size) - SmallestLog2;

    private readonly record struct Waiter(IMemoryWaiter Owner, int Size);
}
