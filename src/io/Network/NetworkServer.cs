using System.Collections.Concurrent;
using System.Net;

namespace Levada.Network;

/// <summary>Listeners with their connections, and what they share: memory, limits, one timer.</summary>
public sealed class NetworkServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Connection> _connections = new();
    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private readonly ITimer _sweep;
    private TaskCompletionSource? _allClosed;
    private long _lastConnectionId;
    private volatile bool _isStopping;
    private volatile ConnectionLimits _limits = new();

    public NetworkServer(IFrameHandler handler, NetworkOptions options, TimeProvider time, INetworkLog log)
    {
        Handler = handler;
        Options = options;
        Time = time;
        Log = log;
        AddressRates = new AddressRates(time);
        Memory = new MemoryBudget(options.QueuedRequestBytesMax, options.RetainedBytesMax);
        _sweep = time.CreateTimer(_ => Sweep(), null, options.SweepInterval, options.SweepInterval);
    }

    public MemoryBudget Memory { get; }

    /// <summary>May be replaced at any time; open connections beyond a lowered bound stay.</summary>
    public ConnectionLimits Limits
    {
        get => _limits;
        set => _limits = value;
    }

    public int ConnectionCount => _connections.Count;

    public IReadOnlyList<Listener> Listeners
    {
        get { lock (_gate) return [.. _listeners]; }
    }

    internal IFrameHandler Handler { get; }
    internal NetworkOptions Options { get; }
    internal TimeProvider Time { get; }
    internal INetworkLog Log { get; }
    internal ConnectionQuota Quota { get; } = new();
    internal AddressRates AddressRates { get; }

    /// <summary>Binds a listener; clients can connect but are served only after <see cref="Listener.Start"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not of this machine.</exception>
    public Listener Listen(string listenerName, IPEndPoint endPoint)
    {
        var listener = new Listener(this, listenerName, endPoint);
        lock (_gate) _listeners.Add(listener);
        return listener;
    }

    /// <summary>
    /// Stops accepting and reading, lets the responses of open requests leave until the deadline, and closes everything.
    /// </summary>
    public async Task StopAsync(TimeSpan deadline)
    {
        _isStopping = true;
        foreach (var listener in Listeners) listener.Dispose();
        SignalAll(Signals.Stop);
        await AllClosedAsync(deadline);
        SignalAll(Signals.Abort);

        // A handler that blocks a turn cannot be waited for without end.
        await AllClosedAsync(TimeSpan.FromSeconds(1));
        await _sweep.DisposeAsync();
        AddressRates.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero);

    internal void Open(Listener listener, ITransport transport, IPEndPoint remote, IPEndPoint local)
    {
        var connection = new Connection(Interlocked.Increment(ref _lastConnectionId), listener, transport, remote, local);
        _connections[connection.Id] = connection;
        connection.Start();

        // One that was accepted while the others were told to stop has not heard of it.
        if (_isStopping) connection.Signal(Signals.Stop, isInline: false);
    }

    internal void OnClosed(Connection connection)
    {
        _connections.TryRemove(connection.Id, out _);
        if (_connections.IsEmpty) Volatile.Read(ref _allClosed)?.TrySetResult();
    }

    private async Task AllClosedAsync(TimeSpan deadline)
    {
        var allClosed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _allClosed, allClosed);
        if (_connections.IsEmpty) return;
        try
        {
            await allClosed.Task.WaitAsync(deadline, Time);
        }
        catch (TimeoutException)
        {
            Log.Info($"{_connections.Count} connections are still open after {deadline.TotalMilliseconds:0} ms.");
        }
    }

    private void SignalAll(Signals signal)
    {
        foreach (var (_, connection) in _connections) connection.Signal(signal, isInline: false);
    }

    private void Sweep()
    {
        Memory.Trim();
        var now = Time.GetTimestamp();
        var isMemoryShort = Memory.HasWaiters;
        foreach (var (_, connection) in _connections)
        {
            if (SignalFor(connection, now, isMemoryShort) is not Signals.None and var signal) connection.Signal(signal, isInline: false);
        }
    }

    private Signals SignalFor(Connection connection, long now, bool isMemoryShort)
    {
        if (connection.WasActive)
        {
            connection.WasActive = false;
            connection.QuietSince = now;
            return Signals.None;
        }

        var signals = connection.IsTrimmed ? Signals.None : Signals.Trim;
        connection.IsTrimmed = true;
        var quietMs = Time.GetElapsedTime(connection.QuietSince, now).TotalMilliseconds;
        if (quietMs >= _limits.IdleMsMax) signals |= Signals.Reap;
        if (isMemoryShort && quietMs >= Options.StalledMsMax) signals |= Signals.ReapStalled;
        return signals;
    }
}
