using System.Text.Json;

namespace Levada.Cli.Tests;

/// <summary>The group commands over every kind of group.</summary>
public sealed class GroupKindTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData("consumer")]
    [InlineData("share")]
    public async Task A_group_with_epochs_is_described_moved_and_deleted(string kind)
    {
        var (group, topic) = ($"kind-{kind}", $"kind-{kind}-topic");
        await FillAsync(topic);
        await using var member = new HeartbeatMember(broker.Address, group, topic, isShared: kind == "share");
        await member.JoinAsync();

        var listed = (await JsonAsync("group", "list")).EnumerateArray().Single(row => Text(row, "group") == group);
        Assert.Equal((kind, kind, "Stable"), (Text(listed, "type"), Text(listed, "protocolType"), Text(listed, "state")));
        var described = await JsonAsync("group", "describe", group);
        var only = described.GetProperty("groups")[0];
        Assert.Equal(("Stable", kind, 1), (Text(only, "state"), Text(only, "type"), Number(only, "members")));
        Assert.Equal((member.Epoch, member.Epoch), (Number(only, "epoch"), Number(only, "assignmentEpoch")));
        var seen = described.GetProperty("members")[0];
        Assert.Equal((kind, member.Epoch, 2, 2), (Text(seen, "protocol"), Number(seen, "epoch"), Number(seen, "partitions"), Number(seen, "targetPartitions")));
        Assert.Equal(2, described.GetProperty("partitions").EnumerateArray().Count(row => Text(row, "memberId") == Text(seen, "memberId")));

        await CheckBusyAsync(group, topic);
        await member.LeaveAsync();
        await CheckMovesAsync(group, topic);
        await broker.OutputAsync("", "group", "delete", group, "--execute");
        Assert.Equal(1, (await broker.RunAsync("", "group", "describe", group)).ExitCode);
    }

    [Fact]
    public async Task A_classic_group_is_described_moved_and_deleted()
    {
        const string Group = "kind-classic";
        const string Topic = "kind-classic-topic";
        await FillAsync(Topic);
        using var member = new RunningCommand("consume", Topic, "-g", Group, "-o", "beginning", "-b", broker.Address);
        for (var record = 0; record < 4; record++) Assert.NotNull(await member.ReadLineAsync());
        var described = await JsonAsync("group", "describe", Group);
        var only = described.GetProperty("groups")[0];
        Assert.Equal(("Stable", "classic", 1), (Text(only, "state"), Text(only, "type"), Number(only, "members")));
        Assert.Equal(("classic", 2), (Text(described.GetProperty("members")[0], "protocol"), Number(described.GetProperty("members")[0], "partitions")));

        await CheckBusyAsync(Group, Topic);
        await member.InterruptAsync();
        await CheckMovesAsync(Group, Topic);
        await broker.OutputAsync("", "group", "delete", Group, "--execute");
        Assert.Equal(1, (await broker.RunAsync("", "group", "describe", Group)).ExitCode);
    }

    /// <summary>Nothing is moved nor deleted under a member, and a dry run says so before anybody has tried.</summary>
    private async Task CheckBusyAsync(string group, string topic)
    {
        foreach (var execute in (string[][])[[], ["--execute"]])
        {
            var (exitCode, output, remarks) = await broker.RunAsync("", ["group", "seek", group, "--topic", topic, "--to-earliest", .. execute]);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.Contains("stop them first", remarks);
        }
    }

    private async Task CheckMovesAsync(string group, string topic)
    {
        await broker.OutputAsync("", "group", "seek", group, "--topic", topic, "--to-offset", "1", "--execute");
        var planned = (await JsonAsync("group", "seek", group, "--topic", topic, "--to-offset", "99")).EnumerateArray().ToList();
        Assert.Equal([(1, 2), (1, 2)], planned.Select(row => (Number(row, "fromOffset"), Number(row, "toOffset"))));
        Assert.Equal((1, 1), await LagsAsync(group));
        await broker.OutputAsync("", "group", "seek", group, "--shift-by", "-5", "--execute");
        Assert.Equal((2, 2), await LagsAsync(group));
        var only = (await JsonAsync("group", "describe", group)).GetProperty("groups")[0];
        Assert.Equal(("Empty", 0, 4), (Text(only, "state"), Number(only, "members"), Number(only, "lag")));
    }

    private async Task<(long First, long Second)> LagsAsync(string group)
    {
        var partitions = (await JsonAsync("group", "describe", group)).GetProperty("partitions").EnumerateArray().ToList();
        Assert.All(partitions, row => Assert.Equal(2, Number(row, "endOffset")));
        return (Number(partitions[0], "lag"), Number(partitions[1], "lag"));
    }

    private async Task FillAsync(string topic)
    {
        await broker.OutputAsync("", "topic", "create", topic, "-p", "2");
        await broker.OutputAsync("a\nb\n", "produce", topic, "-p", "0");
        await broker.OutputAsync("c\nd\n", "produce", topic, "-p", "1");
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(await broker.OutputAsync("", [.. arguments, "--output", "json"]));
        return document.RootElement.Clone();
    }
}
