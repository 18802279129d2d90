using Levada.Broker;
using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>Several log directories over restarts: one that is missing must not pass for one that is empty.</summary>
public sealed class LogDirectoryTests
{
    private const string Topic = "ledger";
    private const int PartitionCount = 2;

    [Theory]
    [InlineData("second")]
    [InlineData("first")]
    public async Task A_directory_that_is_missing_ends_the_start_and_loses_nothing(string missing)
    {
        await using var broker = await StartTwiceFilledAsync();
        var before = ReadAll(broker);
        await broker.StopAsync();
        Directory.Move($"{broker.Root}/{missing}", $"{broker.Root}/elsewhere");

        // The first attempt makes the directory that it misses: the second must not take it for its own.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refusal = Assert.Throws<StartupException>(() => broker.StartAgain());
            Assert.Contains($"{broker.Root}/{missing}", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("is a disk not mounted?", refusal.Message, StringComparison.Ordinal);
        }

        Directory.Delete($"{broker.Root}/{missing}", recursive: true);
        Directory.Move($"{broker.Root}/elsewhere", $"{broker.Root}/{missing}");
        broker.StartAgain();
        Assert.Equal(before, ReadAll(broker));
    }

    [Fact]
    public async Task A_directory_may_be_given_up_by_name_and_another_be_added_then()
    {
        await using var broker = await StartTwiceFilledAsync();
        await broker.StopAsync();
        var lost = Directory.Exists($"{broker.Root}/second/{Topic}-1") ? 1 : 0;
        Directory.Delete($"{broker.Root}/second", recursive: true);
        broker.StartAgain("log.dirs=$ROOT/first");
        Assert.Contains(broker.Log.Lines, line => line.Contains("is not in log.dirs any more", StringComparison.Ordinal));
        using (var wire = broker.Connect())
        {
            Assert.Equal(0, wire.OffsetAt(Topic, WireQuestions.Latest, lost));
            Assert.Equal(1, wire.OffsetAt(Topic, WireQuestions.Latest, 1 - lost));
        }

        await broker.StopAsync();
        broker.StartAgain("log.dirs=$ROOT/first,$ROOT/third");
        using var again = broker.Connect();
        Assert.Equal(1, again.OffsetAt(Topic, WireQuestions.Latest, 1 - lost));
    }

    [Fact]
    public async Task A_partition_that_cannot_be_read_ends_the_start_in_one_line()
    {
        await using var broker = await StartTwiceFilledAsync();
        await broker.StopAsync();
        var files = new FaultyFileSystem();
        files.Fail(DiskFault.ReadFails, $"/{Topic}-1/");
        var refusal = Assert.Throws<StartupException>(() => broker.StartAgain(files));
        Assert.Contains($"/{Topic}-1/", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        broker.StartAgain();
    }

    /// <summary>A topic with a record in each directory, and one restart, which nothing is wrong with.</summary>
    private static async Task<HostedBroker> StartTwiceFilledAsync()
    {
        var broker = HostedBroker.Start("log.dirs=$ROOT/first,$ROOT/second");
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic, PartitionCount);
            for (var partition = 0; partition < PartitionCount; partition++) wire.ProduceRecord(Topic, partition: partition);
        }

        await broker.RestartAsync();
        return broker;
    }

    private static byte[][] ReadAll(HostedBroker broker)
    {
        using var wire = broker.Connect();
        return [.. Enumerable.Range(0, PartitionCount).Select(partition => wire.FetchAll(Topic, partition))];
    }
}
