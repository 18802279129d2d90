using System.Buffers.Binary;
using CsCheck;

namespace Levada.Network.Tests;

public sealed class FrameTests
{
    [Fact]
    public async Task A_frame_in_single_bytes_is_one_frame()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        foreach (var b in TestClient.Frame([1, 2, 3, 4, 5])) client.SendRaw([b]);
        Assert.Equal([1, 2, 3, 4, 5], client.ReceiveFrame());
    }

    [Fact]
    public async Task Frames_of_every_size_come_back_whole()
    {
        await using var server = new TestServer(TestServer.Echo);
        var connectionCount = 0;
        Gen.Select(Gen.Int[0, 21], Gen.Int[-3, 3]).Array[1, 12].Sample(
            sizes =>
            {
                using var client = server.Connect();
                Interlocked.Increment(ref connectionCount);
                var frames = sizes.Select((s, i) => Content(Math.Max(0, (1 << s.Item1) + s.Item2), i)).ToArray();
                var sending = Task.Run(() => { foreach (var frame in frames) client.SendFrame(frame); });
                foreach (var frame in frames) Assert.True(client.ReceiveFrame().AsSpan().SequenceEqual(frame));
                sending.Wait();
            },
            iter: 60,
            threads: 2);
        // The server notices a client that left only after the client has, and the end of its last send perhaps after that.
        await server.ClosedAsync(connectionCount);
        Assert.True(SpinWait.SpinUntil(() => server.Server.Memory.UsedBytes == 0, TestClient.Patience), "Memory of closed connections is kept.");
    }

    [Fact]
    public async Task A_frame_that_claims_2_GB_closes_the_connection_and_takes_no_memory()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        client.SendRaw([0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        Assert.True(client.IsClosedByServer());
        Assert.Equal(0, server.Server.Memory.UsedBytes + server.Server.Memory.RetainedBytes);
        Assert.Equal(1, server.Listener.Counters.InvalidFrameCount);
        Assert.Contains(server.LogLines, line => line.Contains("2147483647", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_negative_size_closes_the_connection()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        client.SendRaw([0xFF, 0xFF, 0xFF, 0xFF]);
        Assert.True(client.IsClosedByServer());
    }

    [Fact]
    public async Task Answers_before_a_bad_frame_still_leave()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        client.SendRaw([.. TestClient.Frame([7]), 0x80, 0, 0, 0]);
        Assert.Equal([7], client.ReceiveFrame());
        Assert.True(client.IsClosedByServer());
    }

    [Fact]
    public async Task A_large_claim_costs_memory_only_as_its_bytes_arrive()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        var claim = new byte[4 + 100_000];
        BinaryPrimitives.WriteInt32BigEndian(claim, 90 * 1024 * 1024);
        client.SendRaw(claim);
        Assert.True(SpinWait.SpinUntil(() => server.Listener.Counters.ReceivedByteCount == claim.Length, TestClient.Patience));
        Assert.InRange(server.Server.Memory.UsedBytes, 100_000, 256 * 1024);
    }

    [Fact]
    public async Task Garbage_closes_only_its_own_connection()
    {
        await using var server = new TestServer((frame, response) =>
            frame is [1, ..] ? TestServer.Echo(frame, response) : FrameResult.Close);
        using var good = server.Connect();
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            using var bad = server.Connect();
            var garbage = new byte[random.Next(8, 5000)];
            random.NextBytes(garbage);
            garbage.AsSpan(0, 3).Clear();
            garbage[3] = 4;
            garbage[4] = 2;
            bad.SendRaw(garbage);
            Assert.True(bad.IsClosedByServer());
            good.SendFrame([1, (byte)i]);
            Assert.Equal([1, (byte)i], good.ReceiveFrame());
        }
    }

    [Fact]
    public async Task An_exception_of_the_handler_closes_only_its_connection()
    {
        await using var server = new TestServer((frame, response) =>
            frame is [0] ? throw new InvalidDataException("on purpose") : TestServer.Echo(frame, response));
        using var good = server.Connect();
        using var bad = server.Connect();
        bad.SendFrame([0]);
        Assert.True(bad.IsClosedByServer());
        good.SendFrame([1]);
        Assert.Equal([1], good.ReceiveFrame());
        Assert.Contains(server.LogLines, line => line.Contains("on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_last_answer_can_close_the_connection()
    {
        await using var server = new TestServer((frame, response) =>
        {
            frame.CopyTo(response.Buffer.Append(frame.Length));
            response.CompleteAndClose();
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        client.SendFrame([9]);
        Assert.Equal([9], client.ReceiveFrame());
        Assert.True(client.IsClosedByServer());
    }

    private static byte[] Content(int byteCount, int seed)
    {
        var bytes = new byte[byteCount];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
