using System.Net;
using Levada.Broker.Tests.Direct;

namespace Levada.Network.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Connections_beyond_the_bound_of_their_address_are_refused()
    {
        await using var server = new TestServer(TestServer.Echo, limits: new ConnectionLimits { ConnectionsPerAddressMax = 2 });
        using var first = server.Connect();
        AssertServed(first);
        using (var second = server.Connect())
        {
            AssertServed(second);
            using var third = server.Connect();
            Assert.True(third.IsClosedByServer());
        }

        await server.ClosedAsync(1);
        using var fourth = server.Connect();
        AssertServed(fourth);
        AssertServed(first);
        Assert.Equal(1, server.Listener.Counters.RejectedConnectionCount);
        Assert.Equal(2, server.Listener.Counters.ConnectionCount);
        Assert.Contains(server.LogLines, line => line.Contains("max.connections.per.ip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_with_a_bound_of_its_own_keeps_it()
    {
        await using var server = new TestServer(TestServer.Echo, limits: new ConnectionLimits
        {
            ConnectionsPerAddressMax = 0,
            ConnectionsPerAddressOverrides = new Dictionary<IPAddress, int> { [IPAddress.Loopback] = 1 },
        });
        using var first = server.Connect();
        AssertServed(first);
        using var second = server.Connect();
        Assert.True(second.IsClosedByServer());
    }

    [Fact]
    public async Task Limits_count_the_connections_of_all_listeners_and_change_while_running()
    {
        await using var server = new TestServer(TestServer.Echo, limits: new ConnectionLimits { ConnectionCountMax = 1 });
        var other = server.Server.Listen("OTHER", new IPEndPoint(IPAddress.Loopback, 0));
        other.Start();
        using var first = server.Connect();
        AssertServed(first);
        using (var refused = new TestClient(other.EndPoint, 0)) Assert.True(refused.IsClosedByServer());
        server.Server.Limits = server.Server.Limits with { ConnectionCountMax = 2 };
        using var second = new TestClient(other.EndPoint, 0);
        AssertServed(second);
    }

    [Fact]
    public async Task An_address_that_connects_too_fast_is_turned_away_and_served_again_later()
    {
        var time = new ManualTime();
        await using var server = new TestServer(TestServer.Echo, time: time, limits: new ConnectionLimits
        {
            CreationsPerAddressPerSecondMax = int.MaxValue,
            CreationsPerAddressPerSecondOverrides = new Dictionary<IPAddress, int> { [IPAddress.Loopback] = 2 },
        });
        var served = new List<TestClient>();
        try
        {
            // A burst of one second's worth, and the second that runs.
            for (var i = 0; i < 3; i++)
            {
                served.Add(server.Connect());
                AssertServed(served[^1]);
            }

            using var tooFast = server.Connect();
            Assert.True(SpinWait.SpinUntil(() => server.Listener.Counters.RejectedConnectionCount == 1, TestClient.Patience));
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(tooFast.IsClosedByServer());
            served.Add(server.Connect());
            AssertServed(served[^1]);
            Assert.Contains(server.LogLines, line => line.Contains("connection_creation_rate", StringComparison.Ordinal));
        }
        finally
        {
            served.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_stopping_server_keeps_no_connection_waiting_for_its_end()
    {
        var server = new TestServer(TestServer.Echo, time: new ManualTime(), limits: new ConnectionLimits { CreationsPerAddressPerSecondMax = 1 });
        using var first = server.Connect();
        using var second = server.Connect();
        using var tooFast = server.Connect();
        Assert.True(SpinWait.SpinUntil(() => server.Listener.Counters.RejectedConnectionCount == 1, TestClient.Patience));

        first.Dispose();
        second.Dispose();
        await server.ClosedAsync(2);
        await server.DisposeAsync();
        Assert.True(tooFast.IsClosedByServer());
    }

    [Fact]
    public async Task New_connections_come_no_faster_than_their_rate()
    {
        var time = new ManualTime();
        await using var server = new TestServer(TestServer.Echo, time: time, limits: new ConnectionLimits { CreationsPerSecondMax = 2 });
        var clients = Enumerable.Range(0, 6).Select(_ => server.Connect()).ToList();

        // A burst of one second's worth, and the one that was let in at time zero.
        foreach (var client in clients.Take(3)) AssertServed(client);
        Assert.Equal(3, server.Listener.Counters.AcceptedConnectionCount);
        Assert.True(SpinWait.SpinUntil(() => IsAcceptedAfter(4), TestClient.Patience));
        AssertServed(clients[3]);
        Assert.True(SpinWait.SpinUntil(() => IsAcceptedAfter(6), TestClient.Patience));
        AssertServed(clients[5]);
        clients.ForEach(client => client.Dispose());

        bool IsAcceptedAfter(int count)
        {
            if (server.Listener.Counters.AcceptedConnectionCount >= count) return true;
            time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        }
    }

    [Fact]
    public async Task A_quiet_connection_is_reaped_and_an_active_one_is_not()
    {
        var time = new ManualTime();
        await using var server = new TestServer(TestServer.Echo, time: time, limits: new ConnectionLimits { IdleMsMax = 60_000 });
        using var quiet = server.Connect();
        using var active = server.Connect();
        AssertServed(quiet);
        for (var i = 0; i < 1_000 && server.Listener.Counters.ReapedConnectionCount == 0; i++)
        {
            AssertServed(active);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(quiet.IsClosedByServer());
        AssertServed(active);
        Assert.Equal(1, server.Listener.Counters.ReapedConnectionCount);
        Assert.Equal(1, server.Listener.Counters.ConnectionCount);
    }

    [Fact]
    public async Task A_connection_with_an_open_request_is_not_idle()
    {
        var time = new ManualTime();
        var slots = new TaskCompletionSource<ResponseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer(
            (_, response) =>
            {
                slots.SetResult(response);
                return FrameResult.Continue;
            },
            time: time,
            limits: new ConnectionLimits { IdleMsMax = 60_000 });
        using var client = server.Connect();
        client.SendFrame([1]);
        var slot = await slots.Task.WaitAsync(TestClient.Patience);
        time.Advance(TimeSpan.FromMinutes(10));
        slot.Buffer.Append(1)[0] = 5;
        slot.Complete();
        Assert.Equal([5], client.ReceiveFrame());
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return server.Listener.Counters.ReapedConnectionCount == 1;
            },
            TestClient.Patience));
        Assert.True(client.IsClosedByServer());
    }

    private static void AssertServed(TestClient client)
    {
        client.SendFrame([1, 2]);
        Assert.Equal([1, 2], client.ReceiveFrame());
    }
}
