using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class DurabilityOrderTests
{
    private const string Topic = "flush-before-answer";
    private const int RecordCount = 10;

    [Fact]
    public async Task The_flush_returns_before_the_acknowledgement_is_sent()
    {
        Tool.Require("strace");
        await using var broker = await RunningBroker.StartAsync();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.Bootstrap, LingerMs = 0, Acks = Acks.All }).Build();
        await producer.ProduceAsync(Topic, new() { Value = "creates the topic" });
        await broker.KillAsync();
        var trace = Path.Combine(broker.Directory, "trace");
        await broker.StartAgainAsync(
            ["strace", "-f", "-y", "-s", "200", "-o", trace, "-e", "trace=fdatasync,fsync,write,pwrite64,pwritev,writev,sendto,sendmsg,sendfile"]);

        await producer.ProduceAsync(Topic, new() { Value = "warms up" });
        for (var i = 0; i < RecordCount; i++) await producer.ProduceAsync(Topic, new() { Value = $"record {i}" });
        await broker.KillAsync();

        var steps = StepsOf(await File.ReadAllLinesAsync(trace)).ToArray();
        var pattern = string.Join(' ', steps);
        Assert.True(steps.Count(step => step == "append") >= RecordCount, pattern);
        // After the first answer to a produce request the pattern has to be regular: nothing is answered that is not flushed.
        Assert.DoesNotContain("append answer", pattern, StringComparison.Ordinal);
        Assert.True(steps.Count(step => step == "answer") >= RecordCount, pattern);
    }

    /// <summary>Appends to the segment, finished flushes of it, and answers that name the topic, in the order of the trace.</summary>
    private static IEnumerable<string> StepsOf(IEnumerable<string> lines)
    {
        var flushing = new HashSet<string>();
        foreach (var line in lines)
        {
            var thread = line.Split(' ', 2)[0];
            var isSegment = line.Contains($"/{Topic}-0/", StringComparison.Ordinal) && line.Contains(".log", StringComparison.Ordinal);
            if (isSegment && line.Contains("write", StringComparison.Ordinal))
            {
                yield return "append";
            }
            else if (isSegment && line.Contains("sync(", StringComparison.Ordinal))
            {
                if (line.Contains("<unfinished", StringComparison.Ordinal)) flushing.Add(thread);
                else if (line.TrimEnd().EndsWith("= 0", StringComparison.Ordinal)) yield return "flush";
            }
            else if (line.Contains("sync resumed", StringComparison.Ordinal) && flushing.Remove(thread))
            {
                yield return "flush";
            }
            // A description of the cluster names the topic as well, beside the broker's address.
            else if (line.Contains("send", StringComparison.Ordinal) && line.Contains(Topic, StringComparison.Ordinal)
                && !line.Contains("127.0.0.1", StringComparison.Ordinal))
            {
                yield return "answer";
            }
        }
    }
}
