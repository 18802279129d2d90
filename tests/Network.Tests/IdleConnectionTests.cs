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
        var costs = Enumerable.Range(0, 11).Select(_ => BytesPerConnection(server, clients)).ToList();
        Assert.Equal(1_100, server.Server.ConnectionCount);

        // Both ends live in this process; the client's socket is part of the sum. What earlier tests leave to the collector
        // goes when it likes, which spoils a look or two: the middle one counts.
        Assert.InRange(costs.Order().ElementAt(costs.Count / 2), 1, 8 * 1024);
        foreach (var client in clients)
        {
            client.SendFrame([4]);
            Assert.Equal([4], client.ReceiveFrame());
            client.Dispose();
        }
    }

    private static long BytesPerConnection(TestServer server, List<TestClient> clients)
    {
        const int Count = 100;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++) clients.Add(Served(server));
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
    }

    private static TestClient Served(TestServer server)
    {
        var client = server.Connect();
        client.SendFrame([1]);
        Assert.Equal([1], client.ReceiveFrame());
        return client;
    }
}
