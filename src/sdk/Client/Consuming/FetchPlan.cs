namespace Levada.Client.Consuming;

/// <summary>What one fetch asks one broker for: partitions and offsets by topic.</summary>
internal sealed record FetchPlan(FetchOptions Options, IReadOnlyList<(string Topic, IReadOnlyList<(int Partition, long Offset)> Partitions)> Topics);
