using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Operations.Tests;

/// <summary>The broker is right with completions on the polling thread, and without.</summary>
public sealed class SocketModeTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("0", "1")]
    [InlineData("0", "2")]
    public async Task Records_and_waiting_fetches_are_served_in_every_socket_mode(string hasInlineCompletions, string threadCount)
    {
        using var directory = new TemporaryDirectory();
        var port = LevadaProcess.FreePort();
        await using var broker = await LevadaProcess.StartBrokerAsync(
            directory, port,
            environment:
            [
                ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", hasInlineCompletions), ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", threadCount),
            ]);
        using var producer = LevadaProcess.Connect(port);
        producer.CreateTopic("modes");
        foreach (var byteCount in new[] { 1, 1_000, 40_000, 900_000 }) producer.ProduceRecord("modes", byteCount);
        Assert.True(producer.FetchAll("modes").Length > 941_001);

        // A long poll that is answered by another connection's record.
        using var consumer = LevadaProcess.Connect(port);
        consumer.SendRequest(ApiKey.Fetch, 12, new FetchRequest
        {
            MaxWaitMs = 60_000, MinBytes = 1, MaxBytes = 1_000_000,
            Topics = [new() { Topic = "modes", Partitions = [new() { Partition = 0, FetchOffset = 4, PartitionMaxBytes = 1_000_000 }] }],
        });
        producer.ProduceRecord("modes", 10);
        Assert.True(consumer.ReadFrame()?.Length > 10);
        Assert.Equal(0, await broker.SignalAsync(LevadaProcess.Terminate));
    }
}
