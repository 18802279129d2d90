using Levada.Output;
using Levada.Protocol;

namespace Levada.Operations.Redrive;

/// <summary>What a redrive did, or would do.</summary>
internal sealed class RedriveTally
{
    private readonly SortedDictionary<(string Topic, int Partition), long> _sent = new(Comparer<(string Topic, int Partition)>.Create(static (x, y) =>
        string.CompareOrdinal(x.Topic, y.Topic) is var byTopic and not 0 ? byTopic : x.Partition.CompareTo(y.Partition)));

    private readonly SortedDictionary<string, long> _left = new(StringComparer.Ordinal);

    public long SentCount => _sent.Values.Sum();
    public long LeftCount => _left.Values.Sum();

    /// <summary>Dead letters of other groups in the same topic.</summary>
    public long OtherCount { get; set; }

    /// <summary>Further dead letters of records that are sent back already.</summary>
    public long RepeatedCount { get; set; }

    public void AddSent(TopicPartition partition, int count = 1) =>
        _sent[(partition.Topic, partition.Partition)] = _sent.GetValueOrDefault((partition.Topic, partition.Partition)) + count;

    /// <param name="reason">Why it cannot be sent back.</param>
    public void AddLeft(string reason) => _left[reason] = _left.GetValueOrDefault(reason) + 1;

    public void Write(Screen screen)
    {
        var sent = new Table("partitions", new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true), new Column("RECORDS", "records", true));
        foreach (var ((topic, partition), count) in _sent) sent.Add(topic, partition, count);
        var left = new Table("left", new Column("LEFT", "records", true), new Column("REASON", "reason"));
        foreach (var (reason, count) in _left) left.Add(count, reason);
        screen.Write([sent, left]);
        if (OtherCount > 0) screen.Say($"Dead letters of other groups, passed over: {OtherCount}.");
        if (RepeatedCount > 0) screen.Say($"Dead letters that repeat another one, passed over: {RepeatedCount}.");
    }
}
