namespace Levada.Clients.Tests;

/// <summary>One broker for all tests of a class that do not stop it.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RunningBroker? _broker;

    public string Bootstrap => _broker!.Bootstrap;
    public RunningBroker Broker => _broker!;

    // A machine that stands still for a while takes no records away from the members of a share group.
    public async ValueTask InitializeAsync() => _broker = await RunningBroker.StartAsync(
        "message.max.bytes=20000000", "levada.durability=page-cache", "group.min.session.timeout.ms=1000", "log.retention.check.interval.ms=86400000",
        "group.share.max.record.lock.duration.ms=600000", "group.share.record.lock.duration.ms=600000", "group.share.session.timeout.ms=60000");

    public ValueTask DisposeAsync() => _broker!.DisposeAsync();
}
