namespace Levada.Network.Tests;

[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>Weighs the process's heap, so nothing else may run beside it.</summary>
[Collection(typeof(MeasuredAlone))]
public sealed class IdleConnectionTests
{
    [Fact]
    public async Task An_idle_connection_costs_few_bytes()
    {
        await using var server = new TestServer(TestServer.Echo, limits: new ConnectionLimits());
        var clients = new List<TestClient>();
        for (var i = 0; i < 20; i++) clients.Add(Served(server));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 1_000; i++) clients.Add(Served(server));
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(1_020, server.Server.ConnectionCount);

        // Both ends live in this process; the client's socket is part of the sum.
        Assert.InRange((after - before) / 1_000, 1, 8 * 1024);
        foreach (var client in clients)
        {
            client.SendFrame([4]);
            Assert.Equal([4], client.ReceiveFrame());
            client.Dispose();
        }
    }

    private static TestClient Served(TestServer server)
    {
        var client = server.Connect();
        client.SendFrame([1]);
        Assert.Equal([1], client.ReceiveFrame());
        return client;
    }
}
