using System.Net;
using Levada.Broker;
using Levada.Broker.Tests;
using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Servers;

namespace Levada.Operations.Tests;

/// <summary>The real broker in this process, on a free port, a directory of its own, and a disk that fails on demand.</summary>
internal sealed class HostedBroker : IAsyncDisposable
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("levada-operations-");
    private readonly string[] _overrides;
    private BrokerHost? _host;

    private HostedBroker(string[] overrides) => _overrides = overrides;

    /// <summary>The log directory, unless log.dirs is overridden.</summary>
    public string Directory => Path.Combine(_root.FullName, "data");

    public string Root => _root.FullName;
    public FaultyFileSystem Files { get; private set; } = new();
    public LineLog Log { get; } = new();
    public BrokerHost Host => _host ?? throw new InvalidOperationException("The broker does not run.");
    public IPEndPoint Address => Host.Addresses[0].EndPoint;

    public static HostedBroker Start(params string[] overrides)
    {
        var broker = new HostedBroker(overrides);
        broker.StartAgain();
        return broker;
    }

    /// <summary>Starts the stopped broker on the same directory, with a healthy disk.</summary>
    /// <param name="overrides">Come on top of those it had at first.</param>
    public void StartAgain(params string[] overrides) => StartAgain(new FaultyFileSystem(), overrides);

    public void StartAgain(FaultyFileSystem files, params string[] overrides)
    {
        Files = files;
        _host = BrokerHost.Start(ReadConfig(overrides), Files, TimeProvider.System, new BrokerLog(Log, TimeProvider.System));
    }

    public async Task StopAsync()
    {
        await Host.StopAsync();
        _host = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        StartAgain();
    }

    public WireConnection Connect() => new(Address);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.StopAsync();
        await Log.DisposeAsync();
        _root.Delete(recursive: true);
    }

    private BrokerConfig ReadConfig(string[] overrides)
    {
        var result = BrokerConfig.Load(new BrokerConfigSources
        {
            Overrides =
            [
                "listeners=PLAINTEXT://127.0.0.1:0", $"log.dirs={Directory}", "http.listeners=", "offsets.topic.num.partitions=1",
                PatientBroker.NoRetention, .. PatientBroker.Writes, .. PatientBroker.Members,
                .. _overrides.Concat(overrides).Select(assignment => assignment.Replace("$ROOT", Root, StringComparison.Ordinal)),
            ],
        });
        Assert.Empty(result.Errors);
        return result.Config!;
    }
}
