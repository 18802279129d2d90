using System.Net.Sockets;
using Levada.Broker.Tests.Direct;

namespace Levada.Network.Tests;

public sealed class CloseTests
{
    [Fact]
    public async Task Leaving_closes_once_and_cancels()
    {
        var seen = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((frame, response) =>
        {
            seen.SetResult(response.Connection);
            return FrameResult.Continue;
        });
        var client = server.Connect();
        var local = client.Socket.LocalEndPoint;
        client.SendFrame([1]);
        var connection = await seen.Task.WaitAsync(TestClient.Patience);
        Assert.Equal(local, connection.RemoteEndPoint);
        Assert.Equal(server.Listener.EndPoint, connection.LocalEndPoint);
        Assert.Equal("127.0.0.1", connection.ClientHost);
        Assert.Equal("PLAINTEXT", connection.ListenerName);
        Assert.False(connection.Closed.IsCancellationRequested);
        client.Dispose();
        await server.ClosedAsync(1);
        await Task.Delay(Timeout.Infinite, connection.Closed).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TestClient.Patience);
        Assert.Same(connection, Assert.Single(server.ClosedConnections));
        Assert.True(SpinWait.SpinUntil(() => server.Server.ConnectionCount == 0, TestClient.Patience));
    }

    [Fact]
    public async Task A_reset_while_responses_are_open_closes_once_and_late_completions_are_dropped()
    {
        var slots = new List<ResponseSlot>();
        using var arrived = new SemaphoreSlim(0);
        await using var server = new TestServer((frame, response) =>
        {
            lock (slots) slots.Add(response);
            arrived.Release();
            return FrameResult.Continue;
        });
        var client = server.Connect();
        for (var i = 0; i < 10; i++) client.SendFrame([1]);
        for (var i = 0; i < 10; i++) Assert.True(await arrived.WaitAsync(TestClient.Patience));
        client.Reset();
        await server.ClosedAsync(1);
        foreach (var slot in slots)
        {
            slot.Buffer.Append(1000);
            slot.Complete();
        }

        Assert.Single(server.ClosedConnections);
        using var other = server.Connect();
        other.SendFrame([1]);
        Assert.True(await arrived.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task A_peer_that_leaves_is_noticed_while_its_response_is_awaited()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var server = new TestServer((_, _) =>
        {
            arrived.Release();
            return FrameResult.AwaitResponse;
        });
        using (var client = server.Connect())
        {
            client.SendFrame([1]);
            Assert.True(await arrived.WaitAsync(TestClient.Patience));
        }

        await server.ClosedAsync(1);
    }

    [Fact]
    public async Task Stopping_lets_open_responses_leave_and_handles_nothing_new()
    {
        var slots = new TaskCompletionSource<ResponseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((frame, response) =>
        {
            frame.CopyTo(response.Buffer.Append(frame.Length));
            slots.SetResult(response);
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        using var idle = server.Connect();
        client.SendFrame([1]);
        var slot = await slots.Task.WaitAsync(TestClient.Patience);
        var stopping = server.Server.StopAsync(TestClient.Patience);
        Assert.True(idle.IsClosedByServer());
        Assert.Throws<SocketException>(() => server.Connect());
        client.SendFrame([2]);
        slot.Complete();
        Assert.Equal([1], client.ReceiveFrame());
        Assert.True(client.IsClosedByServer());
        await stopping.WaitAsync(TestClient.Patience);
        Assert.Equal(0, server.Server.ConnectionCount);
    }

    [Fact]
    public async Task Stopping_ends_at_its_deadline()
    {
        var time = new ManualTime();
        using var arrived = new SemaphoreSlim(0);
        await using var server = new TestServer(
            (_, _) =>
            {
                arrived.Release();
                return FrameResult.Continue;
            },
            time: time);
        using var client = server.Connect();
        client.SendFrame([1]);
        Assert.True(await arrived.WaitAsync(TestClient.Patience));
        var stopping = server.Server.StopAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(client.IsClosedByServer());
        await stopping.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_at_once()
    {
        await using var server = new TestServer(TestServer.Echo);
        var failure = Assert.Throws<SocketException>(() => server.Server.Listen("AGAIN", server.Listener.EndPoint));
        Assert.Equal(SocketError.AddressAlreadyInUse, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Connections_that_come_and_go_in_a_storm_leave_nothing_behind()
    {
        await using var server = new TestServer(TestServer.Echo);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < 200; i++)
                {
                    using var client = server.Connect();
                    if (random.Next(3) > 0) client.SendFrame(new byte[random.Next(200_000)]);
                    if (random.Next(2) > 0) client.SendRaw([0, 1]);
                    if (random.Next(2) > 0) client.Reset();
                }
            },
            TaskCreationOptions.LongRunning)));
        // Connections are accepted in their order: once this one is answered, no other is still to come.
        using (var last = server.Connect())
        {
            last.SendFrame([1]);
            Assert.Equal([1], last.ReceiveFrame());
        }

        // One that was reset before it was accepted has no address any more and is never served, so it is not counted here.
        var counters = server.Listener.Counters;
        Assert.True(SpinWait.SpinUntil(() => server.ClosedConnections.Count == counters.AcceptedConnectionCount, TestClient.Patience));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == 0, TestClient.Patience));
        Assert.InRange(counters.AcceptedConnectionCount, 1, 801);
        Assert.True(SpinWait.SpinUntil(() => server.Server.ConnectionCount == 0, TestClient.Patience));
        Assert.Equal(0, counters.ConnectionCount);
    }
}
