namespace Levada.Http;

/// <summary>The broker's counters and gauges at one moment. Counters begin with the process.</summary>
public sealed record MetricsSnapshot
{
    public required BrokerMetricsSnapshot Broker { get; init; }
    public IReadOnlyList<TopicMetricsSnapshot> Topics { get; init; } = [];
    public IReadOnlyList<PartitionMetricsSnapshot> Partitions { get; init; } = [];
    public IReadOnlyList<ListenerMetricsSnapshot> Listeners { get; init; } = [];

    /// <summary>Of clients that a quota bounds.</summary>
    public IReadOnlyList<QuotaMetricsSnapshot> Quotas { get; init; } = [];

    /// <summary>Requests by the api's name ("Produce").</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Requests { get; init; } = [];
}
