using System.Buffers.Binary;
using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>One client's excess is bounded and never another client's trouble.</summary>
public sealed class LimitTests
{
    private const string Topic = "served";

    [Theory]
    [InlineData("max.connections")]
    [InlineData("max.connections.per.ip")]
    public async Task Connections_beyond_a_limit_are_closed_and_come_in_once_there_is_room(string name)
    {
        await using var broker = HostedBroker.Start($"{name}=3");
        var inside = Enumerable.Range(0, 3).Select(_ => broker.Connect()).ToArray();
        foreach (var wire in inside) wire.Metadata();
        using (var outside = broker.Connect()) Assert.Null(outside.ReadFrame());
        foreach (var wire in inside) wire.Metadata();

        // Raised while it runs.
        inside[0].SetConfig(WireQuestions.BrokerResource, "", name, "4");
        using (var fourth = broker.Connect()) fourth.Metadata();
        inside[0].SetConfig(WireQuestions.BrokerResource, "", name, "3");
        inside[2].Dispose();
        await Eventually.TrueAsync(() => IsServed(broker), "a place is free again");
        inside[1].Dispose();
        inside[0].Dispose();
    }

    [Fact]
    public async Task A_request_beyond_the_limit_closes_its_connection_only()
    {
        await using var broker = HostedBroker.Start("socket.request.max.bytes=100000");
        using var other = broker.Connect();
        other.CreateTopic(Topic);
        other.ProduceRecord(Topic, 90_000);
        using var wire = broker.Connect();
        wire.Send(LengthPrefix(100_001));
        Assert.Null(wire.ReadFrame());
        other.ProduceRecord(Topic, 90_000);
    }

    [Fact]
    public async Task Half_sent_frames_fill_their_memory_and_no_more_while_others_are_served()
    {
        const int MemoryBytes = 8 << 20;
        const int ClaimedBytes = 4 << 20;
        const int SentBytes = 1 << 20;
        await using var broker = HostedBroker.Start($"queued.max.request.bytes={MemoryBytes}", "connections.max.idle.ms=600000");
        using var other = broker.Connect();
        other.CreateTopic(Topic);
        var senders = Enumerable.Range(0, 32).Select(_ => broker.Connect()).ToArray();
        var sending = senders.Select(wire => Task.Factory.StartNew(
            () => SendHalf(wire, ClaimedBytes, SentBytes), TaskCreationOptions.LongRunning)).ToArray();
        await Eventually.TrueAsync(() => broker.Host.Status.RequestMemoryBytes >= MemoryBytes / 2, "memory fills");
        for (var i = 0; i < 100; i++)
        {
            other.ProduceRecord(Topic, 500);

            // One frame at a time may exceed the bound: several that wait for each other would wait forever.
            Assert.InRange(broker.Host.Status.RequestMemoryBytes, 0, MemoryBytes + (2 * ClaimedBytes));
        }

        foreach (var wire in senders) wire.Dispose();
        await Task.WhenAll(sending);
        await Eventually.TrueAsync(() => broker.Host.Status.RequestMemoryBytes == 0, "memory of closed connections is given back");
        other.ProduceRecord(Topic, 5_000_000 / 10);
    }

    [Fact]
    public async Task Idle_connections_are_closed()
    {
        await using var broker = HostedBroker.Start("connections.max.idle.ms=200");
        // Not even asked for anything: between a connection and its first request the machine may take longer than that.
        using var idle = broker.Connect();
        Assert.Null(idle.ReadFrame());
        await Eventually.TrueAsync(() => broker.Host.Status.Listeners[0].Counters.ReapedConnectionCount == 1, "it is counted");
    }

    [Fact]
    public async Task A_thousand_idle_connections_cost_little()
    {
        const int Count = 1_000;
        using var directory = new TemporaryDirectory();
        var port = LevadaProcess.FreePort();
        await using var broker = await LevadaProcess.StartBrokerAsync(directory, port);
        var warm = Enumerable.Range(0, 50).Select(_ => LevadaProcess.Connect(port)).ToArray();
        foreach (var wire in warm) wire.Metadata();
        foreach (var wire in warm) wire.Dispose();
        var before = ResidentBytes(broker.Id);
        var idle = Enumerable.Range(0, Count).Select(_ => LevadaProcess.Connect(port)).ToArray();
        foreach (var wire in idle) wire.Metadata();
        var after = ResidentBytes(broker.Id);
        TestContext.Current.TestOutputHelper?.WriteLine($"resident bytes per idle connection: {(after - before) / Count}, in all {after >> 20} MiB");
        using (var other = LevadaProcess.Connect(port)) other.Metadata();
        foreach (var wire in idle) wire.Dispose();
    }

    private static void SendHalf(WireConnection wire, int claimedByteCount, int byteCount)
    {
        try
        {
            wire.Send([.. LengthPrefix(claimedByteCount), 0, 0, 0, 12]);
            wire.Send(new byte[byteCount]);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The broker stopped reading, and the test has seen enough.
        }
    }

    private static byte[] LengthPrefix(int length)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        return prefix;
    }

    private static bool IsServed(HostedBroker broker)
    {
        using var wire = broker.Connect();
        try
        {
            wire.SendRequest(ApiKey.ApiVersions, 0, new Protocol.Messages.ApiVersionsRequest());
            return wire.ReadFrame() is not null;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
