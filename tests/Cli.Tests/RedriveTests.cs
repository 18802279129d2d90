using System.Text;
using System.Text.Json;

namespace Levada.Cli.Tests;

/// <summary>Dead letters that go back to where their records are from.</summary>
public sealed class RedriveTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task Dead_letters_go_back_without_their_headers_once_and_only_when_told_to()
    {
        await CreateAsync("orders", partitionCount: 2);
        await ProduceAsync("dlq.orders", Letter("orders", 1, 7, "workers", "k1", "v1"), Letter("orders", 0, 9, "workers", null, "v2"), Letter("orders", 0, 3, "strangers", "k3", "v3"));
        var planned = await JsonAsync("group", "redrive", "workers", "-t", "dlq.orders");
        Assert.Equal(["orders 0 1", "orders 1 1"], Sent(planned));
        Assert.Equal("", await ReadAsync("orders"));

        Assert.Equal(["orders 0 1", "orders 1 1"], Sent(await JsonAsync("group", "redrive", "workers", "-t", "dlq.orders", "--execute")));
        Assert.Equal(["0 - v2 own=1", "1 k1 v1 own=1"], (await ReadAsync("orders")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());

        await ProduceAsync("dlq.orders", Letter("orders", 0, 11, "workers", "k4", "v4"));
        Assert.Equal(["orders 0 1"], Sent(await JsonAsync("group", "redrive", "workers", "-t", "dlq.orders", "--execute")));
        Assert.Empty(Sent(await JsonAsync("group", "redrive", "workers", "-t", "dlq.orders", "--execute")));
        Assert.Equal(3, (await ReadAsync("orders")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["orders 0 1"], Sent(await JsonAsync("group", "redrive", "strangers", "-t", "dlq.orders")));
    }

    [Fact]
    public async Task The_topic_is_the_one_that_the_group_names()
    {
        await CreateAsync("named", partitionCount: 1);
        Assert.Equal(2, (await broker.RunAsync("", "group", "redrive", "named-group")).ExitCode);
        await broker.OutputAsync("", "config", "set", "group", "named-group", "errors.deadletterqueue.topic.name=dlq.named");
        await ProduceAsync("dlq.named", Letter("named", 0, 0, "named-group", "k", "v"));
        Assert.Equal(["named 0 1"], Sent(await JsonAsync("group", "redrive", "named-group")));
    }

    [Fact]
    public async Task What_cannot_go_back_stays_and_is_told_of()
    {
        await CreateAsync("kept", partitionCount: 1);
        await ProduceAsync(
            "dlq.kept", """{"value":"no headers"}""", Letter("never-there", 0, 0, "keepers", "k", "v"), Letter("kept", 5, 0, "keepers", "k", "v"),
            Letter("kept", 0, 99, "keepers", null, null), Letter("kept", 0, 1, "keepers", "k", "good"));
        var (exitCode, output, remarks) = await broker.RunAsync("", "group", "redrive", "keepers", "-t", "dlq.kept", "--execute", "--output", "json");
        Assert.Equal(1, exitCode);
        Assert.Contains("cannot be sent back: 4; they stay in dlq.kept", remarks);
        using var document = JsonDocument.Parse(output);
        var left = document.RootElement.GetProperty("left").EnumerateArray().Select(row => row.GetProperty("reason").GetString()!).ToArray();
        Assert.Equal(
            [
                "no copy in the dead letter, and the record is no longer in topic kept", "no headers that tell where the record is from",
                "partition 5 of topic kept is gone", "topic never-there is gone",
            ], left);
        Assert.Equal("0 k good own=1\n", await ReadAsync("kept"));
    }

    [Fact]
    public async Task A_dead_letter_without_a_copy_brings_back_the_record_itself()
    {
        await CreateAsync("originals", partitionCount: 1);
        await ProduceAsync("originals", """{"key":"k0","value":"v0"}""", """{"key":"k1","value":"v1","headers":[{"key":"own","value":"2"}]}""", """{"key":"gone","value":null}""");
        await ProduceAsync("dlq.originals", Letter("originals", 0, 1, "finders", null, null), Letter("originals", 0, 2, "finders", null, null), Letter("originals", 0, 1, "finders", null, null));
        Assert.Contains("Dead letters that repeat another one, passed over: 1.", await broker.OutputAsync("", "group", "redrive", "finders", "-t", "dlq.originals", "--execute"));
        Assert.Equal("0 k1 v1 own=2\n0 gone - \n", await ReadAsync("originals", "3"));
    }

    [Fact]
    public async Task A_run_that_is_killed_is_taken_up_by_the_next_one_and_nothing_comes_twice()
    {
        const int Count = 4000;
        await CreateAsync("resumed", partitionCount: 1);
        var padding = new string('x', 1000);
        await ProduceAsync("dlq.resumed", [.. Enumerable.Range(0, Count).Select(i => Letter("resumed", 0, i, "resumers", $"k{i}", padding))]);
        using (var first = new RunningCommand("group", "redrive", "resumers", "-t", "dlq.resumed", "--execute", "-b", broker.Address))
        {
            // Some of it is there, and most likely not all.
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            while (await ReadAsync("resumed") == "") patience.Token.ThrowIfCancellationRequested();
        }

        await broker.OutputAsync("", "group", "redrive", "resumers", "-t", "dlq.resumed", "--execute");
        var keys = (await broker.OutputAsync("", "consume", "resumed", "-o", "beginning", "-e", "-f", @"%k\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"k{i}"), keys);
    }

    private static string Letter(string topic, int partition, long offset, string group, string? key, string? value)
    {
        var headers = new (string Name, string Value)[]
        {
            ("own", "1"), ("__dlq.errors.topic", topic), ("__dlq.errors.partition", $"{partition}"), ("__dlq.errors.offset", $"{offset}"), ("__dlq.errors.group", group),
            ("__dlq.errors.delivery.count", "5"), ("__dlq.errors.message", "why"), ("__levada.dlq.reason", "rejected"),
        };
        return JsonSerializer.Serialize(new { key, value, headers = headers.Select(header => new { key = header.Name, value = header.Value }) });
    }

    private static IEnumerable<string> Sent(JsonElement result) => result.GetProperty("partitions").EnumerateArray()
        .Select(row => $"{row.GetProperty("topic").GetString()} {row.GetProperty("partition")} {row.GetProperty("records")}");

    private async Task CreateAsync(string topic, int partitionCount)
    {
        await broker.OutputAsync("", "topic", "create", topic, "-p", $"{partitionCount}");
        await broker.OutputAsync("", "topic", "create", $"dlq.{topic}", "-p", "1");
    }

    private Task<string> ProduceAsync(string topic, params IReadOnlyList<string> lines) =>
        broker.OutputAsync(new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString(), "produce", topic, "--json", "-p", "0");

    private Task<string> ReadAsync(string topic, string offset = "beginning") =>
        broker.OutputAsync("", "consume", topic, "-o", offset, "-e", "-f", @"%p %k %v %h\n", "-Z", "-");

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(await broker.OutputAsync("", [.. arguments, "--output", "json"]));
        return document.RootElement.Clone();
    }
}
