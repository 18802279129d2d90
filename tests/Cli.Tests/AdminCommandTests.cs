using System.Text.Json;

namespace Levada.Cli.Tests;

public sealed class AdminCommandTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task Topics_are_created_described_grown_trimmed_and_deleted()
    {
        await broker.OutputAsync("", "topic", "create", "life", "-p", "2", "-c", "retention.ms=3600000");
        await broker.OutputAsync("a\nb\nc\n", "produce", "life", "-p", "1");
        await broker.OutputAsync("", "topic", "alter", "life", "-p", "4", "-c", "segment.bytes=1048576", "--unset", "retention.ms");
        await broker.OutputAsync("", "topic", "trim", "life", "--before", "2");
        var described = await JsonAsync("topic", "describe", "life");

        Assert.Equal("1048576", described.GetProperty("topics")[0].GetProperty("configs").GetProperty("segment.bytes").GetString());
        var partitions = described.GetProperty("partitions").EnumerateArray().ToList();
        Assert.Equal(4, partitions.Count);
        Assert.Equal((2, 3, 1), (Number(partitions[1], "startOffset"), Number(partitions[1], "endOffset"), Number(partitions[1], "records")));

        await broker.OutputAsync("", "topic", "delete", "life");
        var (exitCode, _, remarks) = await broker.RunAsync("", "topic", "describe", "life");
        Assert.Equal(1, exitCode);
        Assert.Contains("life does not exist", remarks);
    }

    [Fact]
    public async Task Who_asks_for_a_transactional_id_that_is_not_there_is_told_what_to_do()
    {
        var (exitCode, _, remarks) = await broker.RunAsync("", "transaction", "describe", "nobodys");
        Assert.Equal(1, exitCode);
        Assert.Contains("there is no such transactional id; `levada transaction list`", remarks);
    }

    [Fact]
    public async Task Configurations_are_set_shown_and_unset()
    {
        await broker.OutputAsync("", "topic", "create", "configured");
        await broker.OutputAsync("", "config", "set", "topic", "configured", "retention.ms=1234567");
        var entry = (await JsonAsync("config", "get", "topic", "configured"))[0];

        Assert.Equal(("retention.ms", "1234567", "topic"), (Text(entry, "name"), Text(entry, "value"), Text(entry, "source")));
        await broker.OutputAsync("", "config", "set", "topic", "configured", "--unset", "retention.ms");
        Assert.Equal(0, (await JsonAsync("config", "get", "topic", "configured")).GetArrayLength());
        var (exitCode, _, remarks) = await broker.RunAsync("", "config", "set", "topic", "configured", "retention.ms=soon");
        Assert.Equal(1, exitCode);
        Assert.Contains("INVALID_CONFIG", remarks);
    }

    [Fact]
    public async Task A_group_that_nobody_has_joined_yet_is_configured_and_listed()
    {
        await broker.OutputAsync("", "config", "set", "group", "planned", "consumer.session.timeout.ms=50000");
        var entry = (await JsonAsync("config", "get", "group", "planned", "consumer.session.timeout.ms"))[0];
        Assert.Equal(("50000", "group"), (Text(entry, "value"), Text(entry, "source")));
        Assert.Contains("planned", await broker.OutputAsync("", "config", "list", "group"));
        Assert.Contains("INVALID_CONFIG", (await broker.RunAsync("", "config", "set", "group", "planned", "consumer.session.timeout.ms=1")).Remarks);
        await broker.OutputAsync("", "config", "set", "group", "planned", "--unset", "consumer.session.timeout.ms");
        Assert.DoesNotContain("planned", await broker.OutputAsync("", "config", "list"));
    }

    [Fact]
    public async Task Quotas_are_set_listed_and_removed()
    {
        await broker.OutputAsync("", "quota", "set", "--user-defaults", "--client", "loader", "producer_byte_rate=1048576", "request_percentage=12.5");
        var quotas = (await JsonAsync("quota", "list", "--client", "loader")).EnumerateArray().ToList();
        Assert.Equal(["producer_byte_rate", "request_percentage"], quotas.Select(quota => Text(quota, "quota")));
        Assert.Equal(("<default>", "loader", 1_048_576), (Text(quotas[0], "user"), Text(quotas[0], "clientId"), Number(quotas[0], "value")));
        await broker.OutputAsync("", "quota", "remove", "--user-defaults", "--client", "loader", "producer_byte_rate", "request_percentage");
        Assert.DoesNotContain("loader", await broker.OutputAsync("", "quota", "list"));

        Assert.Contains("INVALID_REQUEST", (await broker.RunAsync("", "quota", "set", "--ip", "127.0.0.1", "producer_byte_rate=5")).Remarks);
        Assert.Equal(2, (await broker.RunAsync("", "quota", "set", "producer_byte_rate=5")).ExitCode);
    }

    [Fact]
    public async Task Features_are_shown_and_moved_within_what_is_served()
    {
        var features = await JsonAsync("features", "describe");
        var level = Number(features.EnumerateArray().Single(feature => Text(feature, "feature") == "metadata.version"), "finalizedLevel");

        await broker.OutputAsync("", "features", "upgrade", $"metadata.version={level}");
        Assert.Contains("would be accepted", await broker.OutputAsync("", "features", "downgrade", $"metadata.version={level}", "--dry-run"));
        var (exitCode, _, remarks) = await broker.RunAsync("", "features", "upgrade", "no.such.feature=1");
        Assert.Equal(1, exitCode);
        Assert.Contains("INVALID_UPDATE_VERSION", remarks);
        Assert.Equal(2, (await broker.RunAsync("", "features", "upgrade", "metadata.version=new")).ExitCode);
    }

    [Fact]
    public async Task A_group_reads_once_is_described_moved_and_deleted()
    {
        await broker.OutputAsync("1\n2\n3\n4\n", "produce", "grouped");
        Assert.Equal("1\n2\n", await broker.OutputAsync("", "consume", "grouped", "-g", "readers", "-c", "2"));
        Assert.Equal("3\n4\n", await broker.OutputAsync("", "consume", "grouped", "-g", "readers", "-e"));
        var group = (await JsonAsync("group", "describe", "readers")).GetProperty("groups")[0];
        Assert.Equal(("Empty", 0), (Text(group, "state"), Number(group, "lag")));

        var planned = (await JsonAsync("group", "seek", "readers", "--shift-by", "-3"))[0];
        Assert.Equal((4, 1), (Number(planned, "fromOffset"), Number(planned, "toOffset")));
        Assert.Equal("", await broker.OutputAsync("", "consume", "grouped", "-g", "readers", "-e"));
        await broker.OutputAsync("", "group", "seek", "readers", "--shift-by", "-3", "--execute");
        Assert.Equal("2\n3\n4\n", await broker.OutputAsync("", "consume", "grouped", "-g", "readers", "-e"));

        Assert.Contains("readers", await broker.OutputAsync("", "group", "list"));
        var doomed = (await JsonAsync("group", "delete", "readers"))[0];
        Assert.Equal(("readers", "Empty", 0, 1), (Text(doomed, "group"), Text(doomed, "state"), Number(doomed, "members"), Number(doomed, "offsets")));
        Assert.Contains("readers", await broker.OutputAsync("", "group", "list"));
        await broker.OutputAsync("", "group", "delete", "readers", "--execute");
        Assert.DoesNotContain("readers", await broker.OutputAsync("", "group", "list"));
    }

    [Theory]
    [InlineData]
    [InlineData("--execute")]
    public async Task Deleting_what_is_not_there_fails_and_deletes_nothing(params string[] execute)
    {
        var group = $"keeper{execute.Length}";
        await broker.OutputAsync("1\n", "produce", "kept");
        await broker.OutputAsync("", "consume", "kept", "-g", group, "-e");

        var topic = await broker.RunAsync("", ["group", "delete", group, "--topic", "kept", "--topic", "nosuch", .. execute]);
        Assert.Equal(1, topic.ExitCode);
        Assert.Contains($"group {group} has no offsets of topic nosuch", topic.Remarks);
        var whole = await broker.RunAsync("", ["group", "delete", "nosuch", .. execute]);
        Assert.Equal(1, whole.ExitCode);
        Assert.Contains("levada group list", whole.Remarks);
        var described = await JsonAsync("group", "describe", group);
        Assert.Equal(1, described.GetProperty("partitions").GetArrayLength());
    }

    [Fact]
    public async Task Two_members_share_the_partitions_and_one_takes_over_when_the_other_leaves()
    {
        await broker.OutputAsync("", "topic", "create", "shared", "-p", "2");
        using var first = new RunningCommand("consume", "shared", "-g", "team", "-f", @"%p\n", "-o", "beginning", "-b", broker.Address);
        await WaitForMembersAsync("team", 1);
        using var second = new RunningCommand("consume", "shared", "-g", "team", "-f", @"%p\n", "-o", "beginning", "-b", broker.Address);
        await WaitForMembersAsync("team", 2);
        await first.InterruptAsync();
        await WaitForMembersAsync("team", 1);
        await broker.OutputAsync("x\n", "produce", "shared", "-p", "0");
        await broker.OutputAsync("y\n", "produce", "shared", "-p", "1");

        string?[] read = [await second.ReadLineAsync(), await second.ReadLineAsync()];
        Assert.Equal(["0", "1"], read.Order(StringComparer.Ordinal));
        Assert.Equal(0, await second.InterruptAsync());
    }

    [Fact]
    public async Task The_cluster_shows_its_broker_and_disk()
    {
        var cluster = await JsonAsync("cluster", "--versions");

        Assert.Equal(broker.Address, Text(cluster.GetProperty("brokers")[0], "address"));
        var quorum = cluster.GetProperty("cluster")[0];
        Assert.Equal((1, 1), (Number(quorum, "quorumLeaderId"), Number(quorum, "quorumEpoch")));
        Assert.True(Number(quorum, "metadataOffset") > 0);
        Assert.Equal(broker.DataDirectory, Text(cluster.GetProperty("directories")[0], "path"));
        Assert.Contains(cluster.GetProperty("versions").EnumerateArray(), version => Text(version, "api") == "Fetch" && Number(version, "maxVersion") == 18);
    }

    [Fact]
    public async Task Benchmarks_count_every_record()
    {
        var produced = (await JsonAsync("bench", "produce", "-t", "bench", "-n", "5000", "-s", "100", "-p", "2"))[0];
        Assert.Equal((5000, 5000), (Number(produced, "records"), Number(produced, "samples")));
        Assert.Equal(5000, Number((await JsonAsync("bench", "consume", "-t", "bench"))[0], "records"));
        var latency = await JsonAsync("bench", "latency", "-t", "bench-latency", "-n", "500", "-r", "1000", "-s", "64");
        Assert.Equal([450, 450], latency.EnumerateArray().Select(row => Number(row, "samples")));
    }

    [Theory]
    [InlineData(2, "topic", "create")]
    [InlineData(2, "topic", "frobnicate")]
    [InlineData(2, "consume", "x", "-o", "middle")]
    [InlineData(2, "consume", "x", "-f", "%z")]
    [InlineData(2, "consume", "x", "--instance", "i")]
    [InlineData(2, "consume", "x", "--no-commit")]
    [InlineData(2, "quota", "remove", "--client", "x", "bogus")]
    [InlineData(2, "config", "set", "topic", "--unset", "retention.ms")]
    [InlineData(2, "config", "list", "frogs")]
    [InlineData(2, "group", "seek", "x")]
    [InlineData(2, "produce", "x", "--acks", "2")]
    [InlineData(2, "topic", "list", "--output", "xml")]
    [InlineData(1, "topic", "describe", "absent")]
    [InlineData(1, "consume", "absent", "-e")]
    [InlineData(1, "group", "describe", "absent")]
    public async Task Mistakes_end_in_one_line_and_their_exit_code(int expected, params string[] arguments)
    {
        var (exitCode, output, remarks) = await broker.RunAsync("", arguments);

        Assert.Equal((expected, ""), (exitCode, output));
        Assert.StartsWith("levada", remarks);
        Assert.DoesNotContain("   at ", remarks);
    }

    [Fact]
    public async Task Without_a_broker_the_error_says_what_to_do()
    {
        var (exitCode, _, remarks) = await LevadaProcess.RunAsync("", "topic", "list", "-b", "127.0.0.1:1");

        Assert.Equal(1, exitCode);
        Assert.Contains("levada start", remarks);
        Assert.Single(remarks.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Help_has_examples()
    {
        Assert.Contains("levada start /etc/", (await LevadaProcess.RunAsync("", "start", "--help")).Output);
        Assert.Contains("Examples:", (await LevadaProcess.RunAsync("", "topic", "create", "--help")).Output);
        Assert.Contains("bench", (await LevadaProcess.RunAsync("", "--help")).Output);
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(await broker.OutputAsync("", [.. arguments, "--output", "json"]));
        return document.RootElement.Clone();
    }

    // Membership settles when the coordinator has rebalanced; asking it is the only way to know.
    private async Task WaitForMembersAsync(string group, int memberCount)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var (exitCode, output, _) = await broker.RunAsync("", "group", "describe", group, "--output", "json");
            if (exitCode != 0) continue;
            using var document = JsonDocument.Parse(output);
            var found = document.RootElement.GetProperty("groups")[0];
            if (Text(found, "state") == "Stable" && Number(found, "members") == memberCount) return;
        }
    }
}
