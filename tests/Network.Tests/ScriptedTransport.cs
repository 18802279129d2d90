using Microsoft.Win32.SafeHandles;

namespace Levada.Network.Tests;

/// <summary>A transport that delivers one piece of bytes and then nothing, and tells the test of each attempt to send, of which none succeeds.</summary>
internal sealed class ScriptedTransport(byte[] delivered) : ITransport
{
    private byte[] _undelivered = delivered;
    private volatile bool _isDisposed;
    private volatile int _awaitedByteCount;

    public Action? OnSending { get; set; }
    public bool IsDisposed => _isDisposed;

    /// <summary>How many bytes there is room for in a receive that waits.</summary>
    public int AwaitedByteCount => _awaitedByteCount;

    public void Attach(ITransportOwner owner)
    {
    }

    public Transfer Receive(Memory<byte> destination)
    {
        if (_undelivered.Length == 0)
        {
            _awaitedByteCount = destination.Length;
            return Transfer.Pending;
        }

        var bytes = _undelivered;
        _undelivered = [];
        bytes.CopyTo(destination);
        return Transfer.Done(bytes.Length);
    }

    public Transfer TrySend(ReadOnlySpan<byte> bytes, bool isMoreComing)
    {
        OnSending?.Invoke();
        return Transfer.Done(0);
    }

    public Transfer TrySendFile(SafeFileHandle file, long position, int byteCount) => Transfer.Done(0);
    public Transfer Send(ReadOnlyMemory<byte> bytes) => Transfer.Pending;
    public void Dispose() => _isDisposed = true;
}
