using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Levada.Network;
using Microsoft.Win32.SafeHandles;

namespace Levada.Broker.Tests.Direct;

/// <summary>A transport in memory whose peer is the caller's thread: a request is handled before <see cref="Deliver"/> returns.</summary>
internal sealed class DirectTransport : ITransport
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private ITransportOwner _owner = null!;
    private Memory<byte> _waiting;
    private ReadOnlyMemory<byte> _undelivered;
    private readonly Lock _gate = new();
    private volatile bool _isWaiting;
    private List<byte>? _kept;

    /// <summary>Bytes of all responses so far, prefixes and file ranges included.</summary>
    public long SentByteCount { get; private set; }

    /// <summary>Bytes of them that were left to sendfile.</summary>
    public long SentFileByteCount { get; private set; }

    /// <summary>Bytes that are sent, on the sending thread.</summary>
    public Action<ReadOnlySpan<byte>>? OnSent { get; set; }
    /// <summary>Frames that were sent since <see cref="KeepSent"/> and not read yet, file ranges left out.</summary>
    public int KeptByteCount
    {
        get { lock (_gate) return _kept!.Count; }
    }

    /// <summary>From here on what is sent is kept to be read.</summary>
    public void KeepSent() => _kept = [];

    /// <summary>The next response without its length, as soon as it is there.</summary>
    public byte[] ReadFrame()
    {
        byte[]? frame = null;
        return SpinWait.SpinUntil(() => (frame = TryReadFrame()) is not null, Patience) ? frame! : throw new TimeoutException("No response came.");
    }

    public void Attach(ITransportOwner owner) => _owner = owner;

    public void Deliver(ReadOnlyMemory<byte> frame)
    {
        // A connection that was muted takes what it has before it asks for more, on a thread of its own.
        if (!_isWaiting && !SpinWait.SpinUntil(() => _isWaiting, Patience)) throw new TimeoutException("The connection does not receive.");
        _isWaiting = false;
        _undelivered = frame;
        _owner.OnReceived(Take(_waiting));
    }

    public Transfer Receive(Memory<byte> destination)
    {
        if (!_undelivered.IsEmpty) return Take(destination);
        _waiting = destination;
        _isWaiting = true;
        return Transfer.Pending;
    }

    public Transfer TrySend(ReadOnlySpan<byte> bytes, bool isMoreComing)
    {
        if (_kept is not null)
        {
            lock (_gate) _kept.AddRange(bytes);
        }

        SentByteCount += bytes.Length;
        OnSent?.Invoke(bytes);
        return Transfer.Done(bytes.Length);
    }

    public Transfer TrySendFile(SafeFileHandle file, long position, int byteCount)
    {
        SentByteCount += byteCount;
        SentFileByteCount += byteCount;
        return Transfer.Done(byteCount);
    }

    public Transfer Send(ReadOnlyMemory<byte> bytes) => TrySend(bytes.Span, isMoreComing: false);

    public void Dispose()
    {
    }

    private byte[]? TryReadFrame()
    {
        lock (_gate)
        {
            if (_kept!.Count < sizeof(int)) return null;
            var length = BinaryPrimitives.ReadInt32BigEndian(CollectionsMarshal.AsSpan(_kept));
            if (_kept.Count < sizeof(int) + length) return null;
            var frame = _kept.GetRange(sizeof(int), length).ToArray();
            _kept.RemoveRange(0, sizeof(int) + length);
            return frame;
        }
    }

    private Transfer Take(Memory<byte> destination)
    {
        var byteCount = Math.Min(destination.Length, _undelivered.Length);
        _undelivered[..byteCount].CopyTo(destination);
        _undelivered = _undelivered[byteCount..];
        return Transfer.Done(byteCount);
    }
}
