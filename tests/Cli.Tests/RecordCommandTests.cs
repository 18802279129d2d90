using System.Text.Json;

namespace Levada.Cli.Tests;

public sealed class RecordCommandTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task What_is_produced_is_consumed(string codec)
    {
        var topic = $"lines-{codec}";
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(index => $"key-{index % 50}:value {index}\n"));
        await broker.OutputAsync("", "topic", "create", topic, "--partitions", "3");
        await broker.OutputAsync(lines, "produce", topic, "-K", ":", "-z", codec, "--idempotent");
        var consumed = await broker.OutputAsync("", "consume", topic, "-o", "beginning", "-e", "-K", ":");

        Assert.Equal(Sorted(lines), Sorted(consumed));
    }

    [Fact]
    public async Task A_command_ends_when_nobody_reads_its_output_any_more_and_commits_nothing_unwritten()
    {
        const int LineCount = 20_000;
        const int PipeLineCount = 1_000;
        await broker.OutputAsync(string.Concat(Enumerable.Range(0, LineCount).Select(index => $"{index:d100}\n")), "produce", "endless");
        using var command = new RunningCommand(
            "consume", "endless", "-o", "beginning", "--group", "enough", "--bootstrap", broker.Address);
        Assert.Equal($"{0:d100}", await command.ReadLineAsync());
        Assert.Equal(ExitCode.Success, await command.CloseOutputAsync());
        var rest = await broker.OutputAsync("", "consume", "endless", "--group", "enough", "-e");
        Assert.InRange(Sorted(rest).Count, LineCount - PipeLineCount, LineCount);
    }

    [Fact]
    public async Task A_count_below_zero_is_a_mistake()
    {
        var (exitCode, output, remarks) = await broker.RunAsync("", "consume", "lines-none", "-c", "-1");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("--count is at least 0", remarks);
    }

    [Fact]
    public async Task Keys_keep_their_order_and_go_where_other_clients_send_them()
    {
        await broker.OutputAsync("", "topic", "create", "keyed", "--partitions", "5");
        await broker.OutputAsync("foobar:1\nabc:2\nfoobar:3\n", "produce", "keyed", "-K", ":");
        var records = await broker.OutputAsync("", "consume", "keyed", "-o", "beginning", "-e", "-f", @"%k %p %v\n");

        // (murmur2 & 0x7fffffff) % 5 of the Java client.
        Assert.Equal([$"abc {479470107 % 5} 2", $"foobar {(-790332482 & int.MaxValue) % 5} 1", $"foobar {(-790332482 & int.MaxValue) % 5} 3"], Sorted(records));
    }

    [Fact]
    public async Task Json_lines_copy_a_topic_with_headers_nulls_and_times()
    {
        const string Line = """{"key":"k","valueBase64":"/wA=","headers":[{"key":"h","value":"v"}],"timestamp":1700000000000}""";
        await broker.OutputAsync(Line + "\n" + """{"key":"gone","value":null}""" + "\n", "produce", "source", "--json");
        var printed = await broker.OutputAsync("", "consume", "source", "-o", "beginning", "-e", "--output", "json");
        await broker.OutputAsync(printed, "produce", "copy", "--json");
        var copied = await broker.OutputAsync("", "consume", "copy", "-o", "beginning", "-e", "--output", "json");

        Assert.Equal(printed.Replace("source", "copy", StringComparison.Ordinal), copied);
        using var first = JsonDocument.Parse(copied.Split('\n')[0]);
        Assert.Equal("/wA=", first.RootElement.GetProperty("valueBase64").GetString());
        Assert.Equal(1700000000000, first.RootElement.GetProperty("timestamp").GetInt64());
    }

    [Fact]
    public async Task Ranges_counts_and_times_choose_records()
    {
        foreach (var time in (int[])[1000, 2000, 3000, 4000])
            await broker.OutputAsync($"at {time}\n", "produce", "timed", "--timestamp", time.ToString());

        Assert.Equal(["at 2000", "at 3000"], await Lines("-o", "s@2000", "-o", "e@4000"));
        Assert.Equal(["at 3000", "at 4000"], await Lines("-o", "-2", "-e"));
        Assert.Equal(["at 2000"], await Lines("-o", "1", "-c", "1"));
        Assert.Equal(["at 4000"], await Lines("-o", "1970-01-01T00:00:03.001Z", "-e"));
        Assert.Empty(await Lines("-o", "end", "-e"));

        async Task<string[]> Lines(params string[] arguments) =>
            (await broker.OutputAsync("", ["consume", "timed", .. arguments])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Whole_files_and_large_values_pass()
    {
        var path = Path.GetTempFileName();
        var content = string.Concat(Enumerable.Repeat("0123456789abcdef\n", 50_000));
        await File.WriteAllTextAsync(path, content);
        await broker.OutputAsync("", "produce", "files", "--whole", path, "-z", "zstd", "-H", "name=file");
        File.Delete(path);

        Assert.Equal(content + "name=file", await broker.OutputAsync("", "consume", "files", "-o", "beginning", "-e", "-f", "%v%h"));
    }

    [Fact]
    public async Task A_record_beyond_the_topics_limit_fails_with_its_reason()
    {
        await broker.OutputAsync("", "topic", "create", "small", "-c", "max.message.bytes=1000");
        var (exitCode, _, remarks) = await broker.RunAsync(new string('x', 5000), "produce", "small");

        Assert.Equal(1, exitCode);
        Assert.Contains("MESSAGE_TOO_LARGE", remarks);
    }

    [Fact]
    public async Task Following_prints_as_records_come_and_ends_on_ctrl_c()
    {
        await broker.OutputAsync("first\n", "produce", "followed");
        using var follower = new RunningCommand("consume", "followed", "-o", "beginning", "-b", broker.Address);
        Assert.Equal("first", await follower.ReadLineAsync());
        await broker.OutputAsync("second\n", "produce", "followed");
        Assert.Equal("second", await follower.ReadLineAsync());

        Assert.Equal(0, await follower.InterruptAsync());
        Assert.Equal("", await follower.Remarks.ReadToEndAsync());
    }

    [Fact]
    public async Task Segments_dump_with_their_records()
    {
        await broker.OutputAsync("k1:v1\nk2:v2\n", "produce", "dumped", "-K", ":");
        var dump = await broker.OutputAsync("", "dump-log", "--deep", Path.Combine(broker.DataDirectory, "dumped-0"), "--output", "json");

        Assert.Contains("\"key\":\"k2\",\"value\":\"v2\"", dump);
        Assert.Contains("\"crcValid\":true", dump);
        Assert.DoesNotContain("damage", dump);
        var metadata = await DumpMetadataAsync();
        Assert.Contains("\"type\":\"TopicRecord\",\"version\":0,\"data\":{\"name\":\"dumped\"", metadata);
        Assert.Contains("\"type\":\"LeaderChangeMessage\"", metadata);
    }

    /// <summary>Other tests change the metadata meanwhile: a dump may meet a batch of which the last bytes are still being written.</summary>
    private async Task<string> DumpMetadataAsync()
    {
        string[] command = ["dump-log", "--deep", Path.Combine(broker.DataDirectory, "__cluster_metadata-0")];
        for (var triesLeft = 20; triesLeft > 0; triesLeft--)
        {
            if (await broker.RunAsync("", command) is { ExitCode: 0 } run) return run.Output;
        }

        return await broker.OutputAsync("", command);
    }

    private static List<string> Sorted(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
