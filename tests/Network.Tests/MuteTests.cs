namespace Levada.Network.Tests;

public sealed class MuteTests
{
    [Fact]
    public async Task A_muted_connection_handles_its_next_requests_when_it_is_unmuted()
    {
        var handled = 0;
        Connection? connection = null;
        await using var server = new TestServer((frame, response) =>
        {
            if (Interlocked.Increment(ref handled) == 1)
            {
                connection = response.Connection;
                connection.Mute();
            }

            return TestServer.Echo(frame, response);
        });
        using var client = server.Connect();

        // All in one piece, so that the later requests are there when the first is handled.
        client.SendRaw([.. TestClient.Frame(1), .. TestClient.Frame(2), .. TestClient.Frame(3)]);
        Assert.Equal(1, client.ReceiveInt32Frame());
        Assert.Equal(1, Volatile.Read(ref handled));

        connection!.Unmute();
        Assert.Equal((2, 3), (client.ReceiveInt32Frame(), client.ReceiveInt32Frame()));
    }

    [Fact]
    public async Task A_muted_connection_still_sends_what_was_asked_for_before()
    {
        var open = new TaskCompletionSource<ResponseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((frame, response) =>
        {
            frame.CopyTo(response.Buffer.Append(frame.Length));
            response.Connection.Mute();
            open.SetResult(response);
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        client.SendFrame(7);
        var slot = await open.Task.WaitAsync(TestClient.Patience);

        slot.Complete();
        Assert.Equal(7, client.ReceiveInt32Frame());
    }

    [Fact]
    public async Task A_client_that_leaves_while_muted_is_noticed()
    {
        await using var server = new TestServer((frame, response) =>
        {
            response.Connection.Mute();
            return TestServer.Echo(frame, response);
        });
        var client = server.Connect();
        client.SendFrame(1);
        Assert.Equal(1, client.ReceiveInt32Frame());

        client.Dispose();
        await server.ClosedAsync(1);
    }

    [Fact]
    public async Task A_server_stops_with_muted_connections_whose_requests_wait()
    {
        var server = new TestServer((frame, response) =>
        {
            response.Connection.Mute();
            return TestServer.Echo(frame, response);
        });
        using var client = server.Connect();
        client.SendRaw([.. TestClient.Frame(1), .. TestClient.Frame(2)]);
        Assert.Equal(1, client.ReceiveInt32Frame());

        await server.Server.StopAsync(TestClient.Patience);
        Assert.True(client.IsClosedByServer());
        Assert.Equal(0, server.Server.ConnectionCount);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Unmuting_a_closed_connection_does_nothing()
    {
        await using var server = new TestServer((frame, response) =>
        {
            response.Connection.Mute();
            return TestServer.Echo(frame, response);
        });
        var client = server.Connect();
        client.SendFrame(1);
        client.ReceiveInt32Frame();
        client.Dispose();
        await server.ClosedAsync(1);

        server.ClosedConnections.Single().Unmute();
        using var other = server.Connect();
        other.SendFrame(2);
        Assert.Equal(2, other.ReceiveInt32Frame());
    }
}
