using Levada.Servers;

namespace Levada.Clients.Tests;

/// <summary>One broker for all tests of a class that do not stop it.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RunningBroker? _broker;

    public string Bootstrap => _broker!.Bootstrap;
    public RunningBroker Broker => _broker!;

    public async ValueTask InitializeAsync() => _broker = await RunningBroker.StartAsync(
    [
        "message.max.bytes=20000000", "levada.durability=page-cache", "group.min.session.timeout.ms=1000", PatientBroker.NoRetention,
        .. PatientBroker.Members,
    ]);

    public ValueTask DisposeAsync() => _broker!.DisposeAsync();
}
