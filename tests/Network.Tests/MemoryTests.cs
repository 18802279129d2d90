using System.Buffers.Binary;
using Levada.Broker.Tests.Direct;

namespace Levada.Network.Tests;

public sealed class MemoryTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task At_the_bound_reading_stops_and_goes_on_when_memory_returns()
    {
        await using var server = new TestServer(TestServer.Echo, Small(limitBytes: MiB));
        using var holder = server.Connect();
        holder.SendRaw(Begin(600_000, sentBytes: 590_000));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == MiB, TestClient.Patience));

        using var waiting = server.Connect();
        var frame = new byte[300_000];
        Array.Fill(frame, (byte)7);
        var sending = Task.Run(() => waiting.SendFrame(frame));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.HasWaiters, TestClient.Patience));
        Assert.Equal(MiB, server.Server.Memory.UsedBytes);

        using var small = server.Connect();
        small.SendFrame([1]);
        Assert.Equal([1], small.ReceiveFrame());

        holder.SendRaw(new byte[10_000]);
        Assert.Equal(600_000, holder.ReceiveFrame().Length);
        await sending;
        Assert.True(waiting.ReceiveFrame().AsSpan().SequenceEqual(frame));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == 0, TestClient.Patience));
    }

    [Fact]
    public async Task Frames_that_grow_together_past_the_bound_all_finish()
    {
        var peak = 0L;
        TestServer? measured = null;
        await using var server = measured = new TestServer(
            (frame, response) =>
            {
                // A whole frame is in memory now, whenever a client looks.
                InterlockedMax(ref peak, measured!.Server.Memory.UsedBytes);
                return TestServer.Echo(frame, response);
            },
            Small(limitBytes: 2 * MiB));
        var frame = new byte[MiB - 100];
        new Random(5).NextBytes(frame);
        var clients = Enumerable.Range(0, 12).Select(_ => server.Connect()).ToArray();
        await Task.WhenAll(clients.Select(client => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 5; round++)
                {
                    var bytes = TestClient.Frame(frame);
                    for (var at = 0; at < bytes.Length; at += 40_000)
                    {
                        client.SendRaw(bytes.AsSpan(at, Math.Min(40_000, bytes.Length - at)));
                        InterlockedMax(ref peak, server.Server.Memory.UsedBytes);
                    }

                    Assert.True(client.ReceiveFrame().AsSpan().SequenceEqual(frame));
                }
            },
            TaskCreationOptions.LongRunning)));
        Assert.InRange(peak, MiB, 3 * MiB);
        foreach (var client in clients) client.Dispose();
        await server.ClosedAsync(clients.Length);
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == 0, TestClient.Patience));
    }

    [Fact]
    public async Task A_frame_that_can_never_fit_closes_its_connection()
    {
        await using var server = new TestServer(TestServer.Echo, Small(limitBytes: MiB));
        using var client = server.Connect();
        client.SendRaw(Begin(2 * MiB, sentBytes: 10));
        Assert.True(client.IsClosedByServer());
        using var other = server.Connect();
        other.SendFrame(new byte[MiB - 4]);
        Assert.Equal(MiB - 4, other.ReceiveFrame().Length);
    }

    [Fact]
    public async Task A_request_that_does_not_move_while_memory_is_short_is_given_up()
    {
        var time = new ManualTime();
        await using var server = new TestServer(TestServer.Echo, Small(limitBytes: MiB), time);
        using var stuck = server.Connect();
        stuck.SendRaw(Begin(600_000, sentBytes: 590_000));
        Assert.True(SpinWait.SpinUntil(() => server.Listener.Counters.ReceivedByteCount == 590_004, TestClient.Patience));
        Assert.Equal(MiB, server.Server.Memory.UsedBytes);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, server.Server.ConnectionCount);

        using var waiting = server.Connect();
        var sending = Task.Run(() => waiting.SendFrame(new byte[300_000]));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.HasWaiters, TestClient.Patience));
        // One look is enough, and no more: a clock that runs ahead of the threads would find the other connection idle as well.
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(stuck.IsClosedByServer());
        await sending;
        Assert.Equal(300_000, waiting.ReceiveFrame().Length);
    }

    [Fact]
    public async Task Closing_while_waiting_for_memory_leaves_nothing_behind()
    {
        await using var server = new TestServer(TestServer.Echo, Small(limitBytes: MiB));
        using var holder = server.Connect();
        holder.SendRaw(Begin(600_000, sentBytes: 590_000));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == MiB, TestClient.Patience));
        var waiting = server.Connect();
        waiting.SendRaw(Begin(300_000, sentBytes: 10_000));
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.HasWaiters, TestClient.Patience));
        await server.Server.StopAsync(TimeSpan.Zero);
        await server.ClosedAsync(2);
        Assert.False(server.Server.Memory.HasWaiters);
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == 0, TestClient.Patience));
        waiting.Dispose();
    }

    [Fact]
    public async Task Unused_buffers_are_let_go_after_a_while()
    {
        var time = new ManualTime();
        await using var server = new TestServer(TestServer.Echo, time: time);
        using var client = server.Connect();
        client.SendFrame(new byte[3 * MiB]);
        Assert.Equal(3 * MiB, client.ReceiveFrame().Length);
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory is { UsedBytes: 0, RetainedBytes: >= 4 * MiB }, TestClient.Patience));
        Assert.InRange(server.Server.Memory.RetainedBytes, 4 * MiB, 16 * MiB);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, server.Server.Memory.RetainedBytes);
    }

    [Fact]
    public async Task A_slow_reader_holds_bounded_memory_and_others_are_served()
    {
        var handled = 0;
        await using var server = new TestServer(
            (frame, response) =>
            {
                if (frame.Length == 1) return TestServer.Echo(frame, response);
                Interlocked.Increment(ref handled);
                response.Buffer.Append(100_000);
                response.Complete();
                return FrameResult.Continue;
            },
            new NetworkOptions { UnsentBytesMax = MiB, SendBufferBytes = 64 * 1024 });
        using var slow = server.Connect(receiveBufferBytes: 16 * 1024);
        slow.SendRaw([.. Enumerable.Range(0, 2_000).SelectMany(TestClient.Frame)]);
        using var other = server.Connect();
        for (var i = 0; i < 200; i++)
        {
            other.SendFrame([3]);
            Assert.Equal([3], other.ReceiveFrame());
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref handled) > 0, TestClient.Patience));
        Assert.InRange(Volatile.Read(ref handled), 1, 20);
        for (var i = 0; i < 2_000; i++) Assert.Equal(100_000, slow.ReceiveFrame().Length);
        Assert.Equal(2_000, handled);
    }

    private static NetworkOptions Small(long limitBytes) => new() { QueuedRequestBytesMax = limitBytes };

    private static byte[] Begin(int claimedBytes, int sentBytes)
    {
        var bytes = new byte[4 + sentBytes];
        BinaryPrimitives.WriteInt32BigEndian(bytes, claimedBytes);
        return bytes;
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); seen < value;)
        {
            var was = Interlocked.CompareExchange(ref target, value, seen);
            if (was == seen) return;
            seen = was;
        }
    }
}
