using System.Net;
using Levada.FileSystem;
using Levada.Metadata.Configs;
using Levada.Servers;

namespace Levada.Broker.Tests;

/// <summary>The real broker in this process, on a free port and a directory of its own.</summary>
public sealed class TestBroker : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("levada-broker-");
    private readonly LineLog _log = new();
    private BrokerHost? _host;

    public IPEndPoint Address => Host.Addresses[0].EndPoint;
    public BrokerHost Host => _host ?? throw new InvalidOperationException("The broker does not run.");
    public IReadOnlyList<string> LoggedErrors => _log.Errors;
    public IReadOnlyList<string> LoggedLines => _log.Lines;

    public ValueTask InitializeAsync()
    {
        _host = BrokerHost.Start(ConfigOf(_directory.FullName), new PosixFileSystem(), TimeProvider.System, new BrokerLog(_log, TimeProvider.System));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.StopAsync();
        await _log.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    internal WireConnection Connect() => new(Address);

    private static BrokerConfig ConfigOf(string directory)
    {
        var result = BrokerConfig.Load(new BrokerConfigSources
        {
            Overrides =
            [
                "listeners=PLAINTEXT://127.0.0.1:0", $"log.dirs={directory}", "http.listeners=", "offsets.topic.num.partitions=3",
                "share.coordinator.state.topic.num.partitions=3", "transaction.state.log.num.partitions=3",
                "group.min.session.timeout.ms=1000", PatientBroker.NoRetention, .. PatientBroker.Writes, .. PatientBroker.Members,
            ],
        });
        Assert.Empty(result.Errors);
        return result.Config!;
    }
}
