namespace Levada.Clients.Tests;

public sealed class KcatTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    /// <summary>kcat by itself gives up when the broker does not describe itself within five seconds.</summary>
    private string[] Broker => ["-b", broker.Bootstrap, "-m", "120"];

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task What_kcat_produces_kcat_consumes_in_every_codec(string codec)
    {
        Tool.Require("kcat");
        var topic = $"kcat-{codec}";
        var lines = Enumerable.Range(0, 2000).Select(number => $"key-{number}:value of record {number} {new string('x', number % 300)}").ToArray();

        await Tool.RunAsync("kcat", [.. Broker, "-P", "-t", topic, "-K", ":", "-z", codec], string.Join('\n', lines) + "\n");
        var output = await Tool.RunAsync("kcat", [.. Broker, "-C", "-t", topic, "-e", "-q", "-o", "beginning", "-K", ":"]);

        Assert.Equal(lines, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Headers_and_nulls_arrive_as_they_were_sent()
    {
        Tool.Require("kcat");
        await Tool.RunAsync("kcat", [.. Broker, "-P", "-t", "kcat-headers", "-H", "first=one", "-H", "second=", "-K", ":", "-Z"], "gone:\n:only value\n");

        var output = await Tool.RunAsync("kcat", [.. Broker, "-C", "-t", "kcat-headers", "-e", "-q", "-o", "beginning", "-Z", "-f", "%k|%s|%S|%h\n"]);

        Assert.Equal(["gone|NULL|-1|first=one,second=", "NULL|only value|10|first=one,second="], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        Tool.Require("kcat");
        await Tool.RunAsync("kcat", [.. Broker, "-P", "-t", "kcat-times"], "before\n");
        var between = await Tool.RunAsync("kcat", [.. Broker, "-C", "-t", "kcat-times", "-e", "-q", "-o", "beginning", "-f", "%T"]);

        var output = await Tool.RunAsync("kcat", [.. Broker, "-Q", "-t", $"kcat-times:0:{between}", "-t", "kcat-times:0:1"]);
        var afterwards = await Tool.RunAsync("kcat", [.. Broker, "-Q", "-t", $"kcat-times:0:{long.Parse(between) + 1}"]);

        Assert.Contains("kcat-times [0] offset 0", output, StringComparison.Ordinal);
        Assert.Contains("kcat-times [0] offset -1", afterwards, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cluster_describes_itself()
    {
        Tool.Require("kcat");
        await Tool.RunAsync("kcat", [.. Broker, "-P", "-t", "kcat-listed"], "one\n");

        var output = await Tool.RunAsync("kcat", [.. Broker, "-L"]);

        Assert.Contains($"at {broker.Bootstrap} (controller)", output, StringComparison.Ordinal);
        Assert.Contains("topic \"kcat-listed\" with 1 partitions", output, StringComparison.Ordinal);
    }
}
