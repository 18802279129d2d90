using System.Net;
using System.Net.Sockets;
using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Network;
using Listener = Levada.Metadata.Configs.Listener;

namespace Levada.Broker;

/// <summary>One running broker: <see cref="Start"/> returns when it serves, <see cref="StopAsync"/> when all is closed in good order.</summary>
public sealed class BrokerHost : IAsyncDisposable
{
    /// <summary>An <see cref="AppContext"/> switch, on unless set: <see cref="NetworkOptions.IsLoopbackUnpaced"/>.</summary>
    public const string LoopbackUnpacedSwitch = "Levada.Network.LoopbackUnpaced";

    private static readonly TimeSpan ResponseGrace = TimeSpan.FromSeconds(2);

    private readonly BrokerParts _parts;
    private readonly NetworkServer _server;
    private bool _isStopped;

    private BrokerHost(BrokerParts parts, NetworkServer server)
    {
        _parts = parts;
        _server = server;
    }

    public string ClusterId => _parts.Directories.ClusterId;
    public int NodeId => _parts.Metadata.NodeId;

    /// <summary>The addresses that clients connect to, by listener name.</summary>
    public IReadOnlyList<(string Name, IPEndPoint EndPoint)> Addresses =>
        [.. _server.Listeners.Select(listener => (listener.ListenerName, listener.EndPoint))];

    /// <summary>Ends with the reason when the broker cannot go on: the metadata log has failed, or every log directory.</summary>
    public Task<Exception> Failed => _parts.Failed.Task;

    public BrokerStatus Status => new(_parts, _server);

    /// <summary>Starts a broker: takes its directories, recovers, leads, and then listens.</summary>
    /// <exception cref="StartupException">It cannot start; one line says why and what to do.</exception>
    public static BrokerHost Start(BrokerConfig config, IFileSystem files, TimeProvider time, BrokerLog log)
    {
        BrokerParts? parts = null;
        NetworkServer? server = null;
        try
        {
            parts = new BrokerParts(config, files, time, log);
            var router = new RequestRouter(new ApiDispatch(parts.Services), parts.Services.Metrics, parts.Services.Quotas, log);
            server = new NetworkServer(router, NetworkOptionsOf(config), time, log);
            parts.Metadata.Add(new LimitsFollower(server));
            var listeners = config.Listeners.Select(listener => Bind(server, listener)).ToArray();
            ClusterStart.Run(parts, config, [.. config.Listeners.Zip(listeners, Advertise)]);
            parts.Services.Maintenance.Start(config);
            parts.Services.Cleaner.Start(config);
            foreach (var listener in listeners) listener.Start();
            return new BrokerHost(parts, server);
        }
        catch (Exception e)
        {
            server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            parts?.Dispose();
            if (e is IOException) throw new StartupException($"The log directory cannot be used: {e.Message}");
            throw;
        }
    }

    /// <summary>Stops serving, makes everything durable, and marks the shutdown as clean.</summary>
    public async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await _server.StopAsync(ResponseGrace);
        _parts.CloseCleanly();
        _parts.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static NetworkOptions NetworkOptionsOf(BrokerConfig config) => new()
    {
        RequestBytesMax = config.RequestBytesMax,
        QueuedRequestBytesMax = config.QueuedRequestBytesMax(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
        ListenBacklogMax = config.ListenBacklog,
        IsLoopbackUnpaced = !AppContext.TryGetSwitch(LoopbackUnpacedSwitch, out var isUnpaced) || isUnpaced,
        SendBufferBytes = config.IsSet("socket.send.buffer.bytes") ? config.SocketSendBufferBytes : -1,
        ReceiveBufferBytes = config.IsSet("socket.receive.buffer.bytes") ? config.SocketReceiveBufferBytes : -1,
    };

    private static Network.Listener Bind(NetworkServer server, Listener listener)
    {
        try
        {
            return server.Listen(listener.Name, new IPEndPoint(AddressOf(listener.Host), listener.Port));
        }
        catch (SocketException e)
        {
            throw new StartupException(
                $"Listener {listener.Name} cannot use {listener.Host}:{listener.Port}: {e.Message}; choose another with --override listeners={listener.Name}://host:port");
        }
    }

    private static IPAddress AddressOf(string host)
    {
        if (host.Length == 0) return IPAddress.IPv6Any;
        return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
    }

    private static AdvertisedListener Advertise(Listener configured, Network.Listener bound) => new(
        configured.Name,
        configured.AdvertisedHost.Length > 0 ? configured.AdvertisedHost : Dns.GetHostName(),
        (ushort)(configured.AdvertisedPort > 0 ? configured.AdvertisedPort : bound.EndPoint.Port),
        (short)configured.Protocol);
}
