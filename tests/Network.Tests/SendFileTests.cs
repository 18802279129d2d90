using CsCheck;
using Microsoft.Win32.SafeHandles;

namespace Levada.Network.Tests;

public sealed class SendFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _content = new byte[24 * 1024 * 1024];
    private readonly SafeFileHandle _file;

    public SendFileTests()
    {
        new Random(3).NextBytes(_content);
        File.WriteAllBytes(_path, _content);
        _file = File.OpenHandle(_path);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task A_range_larger_than_all_socket_buffers_arrives_whole()
    {
        await using var server = new TestServer((_, response) => Complete(response, [(1, 0, _content.Length)]));
        using var client = server.Connect(receiveBufferBytes: 16 * 1024);
        client.SendFrame([0]);
        var frame = client.ReceiveFrame();
        Assert.Equal(1, frame[0]);
        Assert.True(frame.AsSpan(1).SequenceEqual(_content));
        // Counted when the turn that has sent it ends.
        Assert.True(SpinWait.SpinUntil(() => server.Listener.Counters.SentByteCount == _content.Length + 5, TestClient.Patience));
    }

    [Fact]
    public async Task Buffers_and_ranges_of_any_size_arrive_in_their_order()
    {
        var parts = Array.Empty<(int HeaderBytes, int Position, int ByteCount)>();
        await using var server = new TestServer((_, response) => Complete(response, parts));
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 1_000_000], Gen.Int[0, 900_000]).Array[0, 6].Sample(
            sample =>
            {
                parts = sample;
                using var client = server.Connect(receiveBufferBytes: 64 * 1024);
                client.SendRaw([.. TestClient.Frame([1]), .. TestClient.Frame([2])]);
                var expected = Expected(sample);
                Assert.True(client.ReceiveFrame().AsSpan().SequenceEqual(expected));
                Assert.True(client.ReceiveFrame().AsSpan().SequenceEqual(expected));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public async Task A_range_still_leaves_when_its_file_is_disposed_and_deleted_meanwhile()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, _content);
        var file = File.OpenHandle(path);
        var slots = new TaskCompletionSource<ResponseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer((_, response) =>
        {
            response.AppendFile(file, 0, _content.Length);
            slots.SetResult(response);
            return FrameResult.Continue;
        });
        using var client = server.Connect();
        client.SendFrame([0]);
        var slot = await slots.Task.WaitAsync(TestClient.Patience);
        file.Dispose();
        File.Delete(path);
        Assert.False(file.IsInvalid);
        slot.Complete();
        Assert.True(client.ReceiveFrame().AsSpan().SequenceEqual(_content));
    }

    [Fact]
    public async Task A_range_past_the_end_of_its_file_closes_the_connection()
    {
        await using var server = new TestServer((_, response) => Complete(response, [(1, _content.Length - 10, 20)]));
        using var client = server.Connect();
        client.SendFrame([0]);
        Assert.Throws<EndOfStreamException>(() => client.ReceiveFrame());
        await server.ClosedAsync(1);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_range_closes_once_and_releases_the_file()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, _content);
        var file = File.OpenHandle(path);
        await using var server = new TestServer((_, response) =>
        {
            response.AppendFile(file, 0, _content.Length);
            response.Complete();
            return FrameResult.Continue;
        });
        using var client = server.Connect(receiveBufferBytes: 16 * 1024);
        client.SendRaw([.. TestClient.Frame([1]), .. TestClient.Frame([2]), .. TestClient.Frame([3])]);
        client.ReceiveExactly(100_000);
        client.Reset();
        await server.ClosedAsync(1);
        Assert.Single(server.ClosedConnections);
        file.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !IsOpenHere(path), TestClient.Patience), "The file is still held.");
        File.Delete(path);
    }

    private static bool IsOpenHere(string path) =>
        Directory.GetFiles("/proc/self/fd").Any(fd => new FileInfo(fd).LinkTarget == path);

    private FrameResult Complete(ResponseSlot response, (int HeaderBytes, int Position, int ByteCount)[] parts)
    {
        foreach (var (headerBytes, position, byteCount) in parts)
        {
            response.Buffer.Append(headerBytes).Fill(1);
            response.AppendFile(_file, position, byteCount);
        }

        response.Buffer.Append(parts.Length);
        response.Buffer.Written[^parts.Length..].Fill(9);
        if (parts.Length == 1) response.Buffer.Truncate(response.Buffer.Length - 1);
        response.Complete();
        return FrameResult.Continue;
    }

    private byte[] Expected((int HeaderBytes, int Position, int ByteCount)[] parts)
    {
        var expected = new MemoryStream();
        foreach (var (headerBytes, position, byteCount) in parts)
        {
            expected.Write(Enumerable.Repeat((byte)1, headerBytes).ToArray());
            expected.Write(_content, position, byteCount);
        }

        if (parts.Length != 1) expected.Write(Enumerable.Repeat((byte)9, parts.Length).ToArray());
        return expected.ToArray();
    }
}
