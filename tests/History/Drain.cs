using Confluent.Kafka;
using Levada.History.Checks;
using Levada.History.Events;
using Levada.History.Workloads;

namespace Levada.History;

/// <summary>Waits until every group has come to the end of what it reads, as long as some group comes nearer.</summary>
internal sealed class Drain(WorkloadSettings settings, bool hasConsumerProtocol)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private const int LooksBetweenLines = 5;
    private const long UnknownLeft = int.MaxValue;

    /// <summary>Waits for the consumer groups, copiers among them.</summary>
    /// <exception cref="TimeoutException">No group comes nearer to its end: something that was promised does not happen.</exception>
    public async Task WaitForGroupsAsync(CancellationToken cancellationToken)
    {
        if (await WaitAsync(Look, cancellationToken) is { } left)
            throw new TimeoutException($"For {Patience.TotalMinutes:0} minutes no group has come nearer to its end; records left: {left}.");
    }

    /// <summary>Waits for the share groups: what they still have to do is what the check of them, held against the final read, finds now.</summary>
    /// <remarks>The broker's own lag would not do: what it archives by itself it persists with the next acknowledgement only.</remarks>
    public Task WaitForShareGroupsAsync(CancellationToken cancellationToken) => WaitAsync(
        () =>
        {
            var findings = new SharesEndOnce().Run(new ClientHistory(settings.Recorder.Events));
            return findings.GroupBy(finding => finding.Rule).ToDictionary(rule => rule.Key, rule => (long)rule.Count());
        },
        cancellationToken);

    /// <returns>What was left when nothing came nearer any more; null when nothing is left.</returns>
    private static async Task<string?> WaitAsync(Func<Dictionary<string, long>> look, CancellationToken cancellationToken)
    {
        var fewestLeft = long.MaxValue;
        var nearerUs = Recorder.NowUs;
        for (var number = 0; ; number++)
        {
            var left = await Task.Run(look, cancellationToken);
            var sum = left.Values.Sum();
            if (sum == 0) return null;
            var text = string.Join(", ", left.Where(group => group.Value > 0).Select(group => $"{group.Key} {group.Value}"));
            if (sum < fewestLeft) (fewestLeft, nearerUs) = (sum, Recorder.NowUs);
            if (Recorder.NowUs - nearerUs > Patience.TotalMicroseconds) return text;
            if (number % LooksBetweenLines == 0) await Console.Error.WriteLineAsync($"draining, left: {text}");
            await Task.Delay(LookInterval, cancellationToken);
        }
    }

    /// <summary>How many records each group still has before it.</summary>
    private Dictionary<string, long> Look() =>
        Cast.Drains(hasConsumerProtocol).ToDictionary(drain => drain.Group, drain => LeftOf(drain.Group, drain.Topic));

    private long LeftOf(string group, string topic)
    {
        try
        {
            return AskLeftOf(group, topic);
        }
        catch (KafkaException)
        {
            // A busy machine may take longer to answer than the client waits: nothing is known yet.
            return UnknownLeft;
        }
    }

    private long AskLeftOf(string group, string topic)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(settings.Consumer(group, Isolation.Committed)).SetLogHandler(WorkloadSettings.Quiet).Build();
        var ends = Ends(consumer, topic);
        // Nothing committed is a special value below zero.
        return consumer.Committed([.. ends.Keys], AskPatience).Sum(committed => Math.Max(0, ends[committed.TopicPartition] - Math.Max(0, committed.Offset.Value)));
    }

    private static Dictionary<TopicPartition, long> Ends(IConsumer<Ignore, string> consumer, string topic) =>
        Enumerable.Range(0, RunPlan.Topics[topic]).Select(partition => new TopicPartition(topic, partition))
            .ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, AskPatience).High.Value);
}
