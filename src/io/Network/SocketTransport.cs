using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Levada.Network;

/// <summary>A connected TCP socket.</summary>
/// <remarks>
/// On Linux the attempts without waiting are plain send and sendfile; elsewhere they report that nothing fits, so that
/// everything goes by <see cref="Send"/>. The runtime's socket engine tries before it waits, therefore calls beside it
/// lose no readiness.
/// </remarks>
internal sealed class SocketTransport(Socket socket) : ITransport
{
    public const bool SuppressesExecutionContext = true;

    private const int TcpLevel = 6;
    private const int TcpCongestion = 13;

    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private Operation? _receive;
    private Operation? _send;
    private ITransportOwner? _owner;

    /// <summary>Chooses congestion control without pacing, where the system allows the choice.</summary>
    public static void TrySendUnpaced(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            socket.SetRawSocketOption(TcpLevel, TcpCongestion, "reno"u8);
        }
        catch (SocketException)
        {
            // The system's own choice works too.
        }
    }

    public void Attach(ITransportOwner owner)
    {
        _owner = owner;
        _receive = new Operation(owner, isReceive: true);
    }

    public Transfer Receive(Memory<byte> destination)
    {
        var operation = _receive!;
        operation.SetBuffer(destination);
        try
        {
            return socket.ReceiveAsync(operation) ? Transfer.Pending : operation.Result;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Transfer.Failed;
        }
    }

    public Transfer TrySend(ReadOnlySpan<byte> bytes, bool isMoreComing) => OperatingSystem.IsLinux()
        ? Posix.Send(_handle, bytes, isMoreComing ? Posix.MessageMore : 0)
        : Transfer.WouldBlock;

    public Transfer TrySendFile(SafeFileHandle file, long position, int byteCount) => OperatingSystem.IsLinux()
        ? Posix.SendFile(_handle, file, position, byteCount)
        : Transfer.WouldBlock;

    public Transfer Send(ReadOnlyMemory<byte> bytes)
    {
        // Most connections never wait to send, and idle ones should hold little.
        var operation = _send ??= new Operation(_owner!, isReceive: false);
        operation.SetBuffer(MemoryMarshal.AsMemory(bytes));
        try
        {
            return socket.SendAsync(operation) ? Transfer.Pending : operation.Result;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Transfer.Failed;
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _receive?.Dispose();
        _send?.Dispose();
    }

    private sealed class Operation(ITransportOwner owner, bool isReceive)
        : SocketAsyncEventArgs(SuppressesExecutionContext)
    {
        public Transfer Result => SocketError == SocketError.Success ? Transfer.Done(BytesTransferred) : Transfer.Failed;

        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            if (isReceive) owner.OnReceived(Result);
            else owner.OnSent(Result);
        }
    }
}
