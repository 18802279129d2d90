using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Levada.Http;

/// <summary>Serves <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c> over HTTP.</summary>
/// <remarks>
/// Kestrel runs without a host: no configuration files, no logging, no container, no routing. They would cost start-up time
/// and memory that three fixed paths do not need. Each address has its own server, so that a taken one takes no other down.
/// </remarks>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpApplication _application;
    private readonly Action<string> _warn;
    private readonly List<KestrelServer> _servers = [];
    private readonly List<IPEndPoint> _endPoints = [];

    /// <param name="warn">Gets a line for each address that cannot be had.</param>
    public HttpServer(IMetricsSource metrics, IHealthSource health, Action<string> warn)
    {
        _application = new HttpApplication(metrics, health, warn);
        _warn = warn;
    }

    /// <summary>Where it listens, with the ports that were chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _endPoints;

    /// <summary>Starts to serve at each address that is free; a taken one is a warning.</summary>
    /// <param name="listeners">Entries of <c>http.listeners</c>; none turns HTTP off.</param>
    public async Task StartAsync(IReadOnlyList<string> listeners, CancellationToken cancellationToken)
    {
        foreach (var text in listeners)
        {
            if (HttpListenAddress.TryParse(text, out var endPoint)) await ListenAsync(endPoint!, cancellationToken);
            else _warn($"http.listeners: {text} is not http://host:port; HTTP goes without it.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Scrapes take milliseconds; whoever holds a connection open longer is cut.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        foreach (var server in _servers)
        {
            await server.StopAsync(deadline.Token);
            server.Dispose();
        }

        _servers.Clear();
    }

    private async Task ListenAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = 100;
        options.Limits.MaxRequestBodySize = 0;
        ListenOptions? bound = null;
        options.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            bound = listen;
        });
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(_application, cancellationToken);
        }
        catch (Exception e) when (e is IOException or AddressInUseException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            _warn($"http://{endPoint} is not available ({e.GetBaseException().Message}); the broker goes on without it.");
            return;
        }

        _servers.Add(server);
        _endPoints.Add(bound?.IPEndPoint ?? endPoint);
    }
}
