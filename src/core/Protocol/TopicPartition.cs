namespace Levada.Protocol;

/// <summary>A partition by topic name; prints as <c>topic-partition</c>, which is also its directory's name.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}-{Partition}";
}
