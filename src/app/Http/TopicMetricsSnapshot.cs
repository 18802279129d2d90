namespace Levada.Http;

/// <summary>What has passed through one topic.</summary>
public readonly record struct TopicMetricsSnapshot
{
    /// <summary>Null: the topics that are deleted, together.</summary>
    public required string? Topic { get; init; }
    public long RecordsIn { get; init; }
    public long BytesIn { get; init; }
    public long BytesOut { get; init; }
    public long ProduceRequests { get; init; }
    public long FetchRequests { get; init; }
    public long FailedProduceRequests { get; init; }
    public long FailedFetchRequests { get; init; }
}
