using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Levada.Network.Tests;

public sealed class OrderTests
{
    [Fact]
    public async Task Responses_leave_in_request_order_however_they_complete()
    {
        using var slots = new BlockingCollection<(int Number, ResponseSlot Slot)>();
        await using var server = new TestServer((frame, response) =>
        {
            slots.Add((BinaryPrimitives.ReadInt32BigEndian(frame), response));
            return FrameResult.Continue;
        });
        var workers = Enumerable.Range(0, 4).Select(seed => Task.Factory.StartNew(
            () => CompleteInRandomOrder(slots, new Random(seed)), TaskCreationOptions.LongRunning)).ToArray();
        using var client = server.Connect();
        const int Count = 20_000;
        var sending = Task.Run(() => { for (var i = 0; i < Count; i++) client.SendFrame(i); });
        for (var i = 0; i < Count; i++) Assert.Equal(i, client.ReceiveInt32Frame());
        await sending;
        slots.CompleteAdding();
        await Task.WhenAll(workers);
    }

    [Fact]
    public async Task Several_frames_in_one_receive_are_all_answered()
    {
        await using var server = new TestServer(TestServer.Echo);
        using var client = server.Connect();
        client.SendRaw([.. Enumerable.Range(0, 5_000).SelectMany(TestClient.Frame)]);
        for (var i = 0; i < 5_000; i++) Assert.Equal(i, client.ReceiveInt32Frame());
    }

    [Fact]
    public async Task Nothing_is_handled_while_a_response_is_awaited()
    {
        var slots = new BlockingCollection<ResponseSlot>();
        await using var server = new TestServer((frame, response) =>
        {
            response.Buffer.Append(1)[0] = frame[0];
            slots.Add(response);
            return FrameResult.AwaitResponse;
        });
        using var client = server.Connect();
        client.SendRaw([.. TestClient.Frame([1]), .. TestClient.Frame([2]), .. TestClient.Frame([3])]);
        for (byte i = 1; i <= 3; i++)
        {
            Assert.True(slots.TryTake(out var slot, TestClient.Patience));
            Assert.Empty(slots);
            slot.Complete();
            Assert.Equal([i], client.ReceiveFrame());
        }
    }

    [Fact]
    public async Task A_request_without_response_keeps_the_order()
    {
        var held = new TaskCompletionSource<ResponseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((frame, response) =>
        {
            if (frame[0] == 1) held.SetResult(response);
            else TestServer.Echo(frame, response);
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        client.SendRaw([.. TestClient.Frame([0]), .. TestClient.Frame([1]), .. TestClient.Frame([2])]);
        Assert.Equal([0], client.ReceiveFrame());
        (await held.Task.WaitAsync(TestClient.Patience)).CompleteWithoutResponse();
        Assert.Equal([2], client.ReceiveFrame());
    }

    [Fact]
    public async Task Too_many_open_requests_stop_the_reading()
    {
        var slots = new ConcurrentQueue<ResponseSlot>();
        using var arrived = new SemaphoreSlim(0);
        await using var server = new TestServer(
            (frame, response) =>
            {
                frame.CopyTo(response.Buffer.Append(frame.Length));
                slots.Enqueue(response);
                arrived.Release();
                return FrameResult.Continue;
            },
            new NetworkOptions { OpenRequestCountMax = 8 });
        using var client = server.Connect();
        client.SendRaw([.. Enumerable.Range(0, 9).SelectMany(TestClient.Frame)]);
        for (var i = 0; i < 8; i++) Assert.True(await arrived.WaitAsync(TestClient.Patience));
        Assert.Equal(8, slots.Count);
        Assert.True(slots.TryDequeue(out var first));
        first.Complete();
        Assert.Equal(0, client.ReceiveInt32Frame());
        Assert.True(await arrived.WaitAsync(TestClient.Patience));
        while (slots.TryDequeue(out var slot)) slot.Complete();
        for (var i = 1; i < 9; i++) Assert.Equal(i, client.ReceiveInt32Frame());
    }

    [Fact]
    public async Task A_response_is_completed_once()
    {
        var outcome = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((frame, response) =>
        {
            TestServer.Echo(frame, response);
            outcome.TrySetResult(Record.Exception(response.Complete));
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        client.SendFrame([1]);
        Assert.IsType<InvalidOperationException>(await outcome.Task.WaitAsync(TestClient.Patience));
        Assert.Equal([1], client.ReceiveFrame());
    }

    private static void CompleteInRandomOrder(BlockingCollection<(int Number, ResponseSlot Slot)> slots, Random random)
    {
        var held = new List<(int Number, ResponseSlot Slot)>();
        while (!slots.IsCompleted)
        {
            if (slots.TryTake(out var next, millisecondsTimeout: held.Count == 0 ? 100 : 0)) held.Add(next);
            if (held.Count == 0 || (held.Count < 8 && random.Next(2) == 0)) continue;
            var index = random.Next(held.Count);
            var (number, slot) = held[index];
            held.RemoveAt(index);
            BinaryPrimitives.WriteInt32BigEndian(slot.Buffer.Append(4), number);
            slot.Complete();
        }
    }
}
