using System.Text.Json;
using Levada.Client;
using Levada.Client.Producing;
using Levada.Protocol;

namespace Levada.Cli.Tests;

/// <summary>A partition whose disk has failed is what an operator asks about.</summary>
public sealed class LeaderlessPartitionTests
{
    private const string Segment = "00000000000000000000.log";

    [Fact]
    public async Task A_topic_with_such_a_partition_is_described_and_a_record_for_it_is_given_up_in_time()
    {
        var root = Directory.CreateTempSubdirectory("levada-leaderless-");
        await using (var broker = new BrokerFixture($"log.dirs={root}/first,{root}/second"))
        {
            await broker.InitializeAsync();
            await broker.RunAsync("", "topic", "create", "ledger", "--partitions", "2");

            // Where the segment should come there is no place for a file: to the broker a disk that fails.
            foreach (var partition in (string[])["ledger-0", "ledger-1"]) Directory.CreateDirectory(Path.Combine(root.FullName, "second", partition, Segment));
            foreach (var partition in (string[])["0", "1"]) await broker.RunAsync("a record\n", "produce", "ledger", "--partition", partition, "--acks", "0");
            JsonElement[] partitions;
            using var patience = new CancellationTokenSource(LevadaProcess.Patience);
            do
            {
                patience.Token.ThrowIfCancellationRequested();
                var (exitCode, output, remarks) = await broker.RunAsync("", "topic", "describe", "ledger", "--output", "json");
                Assert.True(exitCode == ExitCode.Success, remarks);
                partitions = [.. JsonDocument.Parse(output).RootElement.GetProperty("partitions").EnumerateArray()];
            }
            while (!partitions.Any(IsLeaderless) || !partitions.Any(HasItsRecord));
            await AssertGivenUpAsync(broker, Array.FindIndex(partitions, IsLeaderless));
        }

        root.Delete(recursive: true);
    }

    private static async Task AssertGivenUpAsync(BrokerFixture broker, int partition)
    {
        var delivered = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(HostPort.TryParse(broker.Address, out var bootstrap));
        await using var client = new KafkaClient(new ClientOptions { Bootstrap = [bootstrap] });
        await using var producer = new Producer(client, new ProducerOptions { DeliveryTimeoutMs = 100 }, delivered.SetResult);
        await producer.ProduceAsync("ledger", new ProducerRecord { Value = new byte[1], Partition = partition }, TestContext.Current.CancellationToken);
        await producer.FlushAsync(TestContext.Current.CancellationToken).WaitAsync(LevadaProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ErrorCode.LeaderNotAvailable, (await delivered.Task).Error);
    }

    private static bool IsLeaderless(JsonElement partition) =>
        partition.GetProperty("leader").ValueKind == JsonValueKind.Null && partition.GetProperty("records").ValueKind == JsonValueKind.Null;

    private static bool HasItsRecord(JsonElement partition) =>
        partition.GetProperty("records") is { ValueKind: JsonValueKind.Number } count && count.GetInt32() == 1;
}
