using System.Net;
using System.Net.Sockets;

namespace Levada.Network;

/// <summary>One bound address that accepts connections.</summary>
public sealed class Listener : IConnectionHost, IDisposable
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(200);

    private readonly NetworkServer _server;
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _accept = new(SocketTransport.SuppressesExecutionContext);
    private readonly ITimer _resume;
    private readonly CreationRate _rate;
    private volatile bool _isDisposed;
    private bool _isShortOfSockets;
    private long _rejectionLoggedAt;

    internal Listener(NetworkServer server, string listenerName, IPEndPoint endPoint)
    {
        _server = server;
        ListenerName = listenerName;
        _rate = new CreationRate(server.Time);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.Bind(endPoint);
            _socket.Listen(server.Options.ListenBacklogMax);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _accept.Completed += (_, _) => OnAccepted();
        _resume = server.Time.CreateTimer(_ => AcceptLoop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string ListenerName { get; }

    /// <summary>The bound address, with the port the system chose if it was 0.</summary>
    public IPEndPoint EndPoint { get; }

    public ListenerCounters Counters { get; } = new();

    IFrameHandler IConnectionHost.Handler => _server.Handler;
    NetworkOptions IConnectionHost.Options => _server.Options;
    MemoryBudget IConnectionHost.Memory => _server.Memory;
    INetworkLog IConnectionHost.Log => _server.Log;
    ITurnThreads IConnectionHost.Threads => PoolThreads.Shared;

    void IConnectionHost.OnClosing(Connection connection)
    {
        Counters.AddClosed();
        _server.Quota.Remove(connection.RemoteEndPoint.Address);
    }

    void IConnectionHost.OnClosed(Connection connection) => _server.OnClosed(connection);

    /// <summary>Begins to serve; once.</summary>
    public void Start() => AcceptLoop();

    /// <summary>Stops accepting; open connections stay.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _socket.Dispose();
        _accept.Dispose();
        _resume.Dispose();
    }

    private void AcceptLoop()
    {
        while (!_isDisposed)
        {
            var pause = _rate.PauseBeforeNext(_server.Limits.CreationsPerSecondMax);
            if (pause > TimeSpan.Zero)
            {
                Pause(pause);
                return;
            }

            try
            {
                if (_socket.AcceptAsync(_accept)) return;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                if (_isDisposed) return;
                throw;
            }

            if (!TakeAccepted()) return;
        }
    }

    private void OnAccepted()
    {
        if (TakeAccepted()) AcceptLoop();
    }

    /// <summary>Takes what accepting brought; false: accepting is over, or paused.</summary>
    private bool TakeAccepted()
    {
        var socket = _accept.AcceptSocket;
        _accept.AcceptSocket = null;
        switch (_accept.SocketError)
        {
            case SocketError.Success when socket is not null:
                _isShortOfSockets = false;
                Admit(socket);
                return true;
            case var _ when _isDisposed:
                return false;
            case SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.SystemNotReady:
                if (!_isShortOfSockets) _server.Log.Warn($"Listener {ListenerName} pauses: {_accept.SocketError}, the process has no descriptor left.");
                _isShortOfSockets = true;
                Pause(PauseAfterError);
                return false;
            default:
                // The peer left before it was accepted.
                return true;
        }
    }

    private void Pause(TimeSpan time)
    {
        try
        {
            _resume.Change(time, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile.
        }
    }

    private void Admit(Socket socket)
    {
        if (Arrange(socket) is not var (remote, local)) return;
        var limit = "connection_creation_rate";
        if (_server.AddressRates.PauseBeforeNext(remote.Address, _server.Limits) is { Ticks: > 0 } pause)
        {
            _server.AddressRates.CloseLater(socket, pause);
        }
        else if (_server.Quota.TryAdd(remote.Address, _server.Limits, out limit))
        {
            Counters.AddOpened();
            _server.Open(this, new SocketTransport(socket), remote, local);
            return;
        }
        else
        {
            socket.Dispose();
        }

        Counters.AddRejected();
        LogRejection(remote.Address, limit);
    }

    /// <summary>Sets a new socket up; null: its peer has left already.</summary>
    private (IPEndPoint Remote, IPEndPoint Local)? Arrange(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            if (_server.Options.SendBufferBytes > 0) socket.SendBufferSize = _server.Options.SendBufferBytes;
            if (_server.Options.ReceiveBufferBytes > 0) socket.ReceiveBufferSize = _server.Options.ReceiveBufferBytes;
            var remote = Plain((IPEndPoint)socket.RemoteEndPoint!);
            if (_server.Options.IsLoopbackUnpaced && IPAddress.IsLoopback(remote.Address)) SocketTransport.TrySendUnpaced(socket);
            return (remote, Plain((IPEndPoint)socket.LocalEndPoint!));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    // A client in a reconnect loop must not fill the log.
    private void LogRejection(IPAddress address, string limit)
    {
        var now = _server.Time.GetTimestamp();
        if (_rejectionLoggedAt != 0 && _server.Time.GetElapsedTime(_rejectionLoggedAt, now).TotalSeconds < 10) return;
        _rejectionLoggedAt = now;
        _server.Log.Warn($"Listener {ListenerName} refused a connection from {address}: {limit} is reached.");
    }

    // An IPv4 client of a dual-mode socket is counted and shown as what it is.
    private static IPEndPoint Plain(IPEndPoint endPoint) => endPoint.Address.IsIPv4MappedToIPv6
        ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port)
        : endPoint;
}
