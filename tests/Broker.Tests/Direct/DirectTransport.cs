using Levada.Network;
using Microsoft.Win32.SafeHandles;

namespace Levada.Broker.Tests.Direct;

/// <summary>A transport in memory whose peer is the caller's thread: a request is handled before <see cref="Deliver"/> returns.</summary>
internal sealed class DirectTransport : ITransport
{
    private ITransportOwner _owner = null!;
    private Memory<byte> _waiting;
    private ReadOnlyMemory<byte> _undelivered;

    /// <summary>Bytes of all responses so far, prefixes and file ranges included.</summary>
    public long SentByteCount { get; private set; }

    /// <summary>Bytes of them that were left to sendfile.</summary>
    public long SentFileByteCount { get; private set; }

    /// <summary>Bytes that are sent, on the sending thread.</summary>
    public Action<ReadOnlySpan<byte>>? OnSent { get; set; }

    public void Attach(ITransportOwner owner) => _owner = owner;

    public void Deliver(ReadOnlyMemory<byte> frame)
    {
        _undelivered = frame;
        _owner.OnReceived(Take(_waiting));
    }

    public Transfer Receive(Memory<byte> destination)
    {
        if (!_undelivered.IsEmpty) return Take(destination);
        _waiting = destination;
        return Transfer.Pending;
    }

    public Transfer TrySend(ReadOnlySpan<byte> bytes, bool isMoreComing)
    {
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

    private Transfer Take(Memory<byte> destination)
    {
        var byteCount = Math.Min(destination.Length, _undelivered.Length);
        _undelivered[..byteCount].CopyTo(destination);
        _undelivered = _undelivered[byteCount..];
        return Transfer.Done(byteCount);
    }
}
