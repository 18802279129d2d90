namespace Levada.Protocol.Spans;

/// <summary>What a version of the Fetch request holds; from schemas/wire/001-Fetch.schema.</summary>
internal readonly record struct FetchLayout(short Version)
{
    public bool IsFlexible => Version >= 12;
    public bool HasTopicIds => Version >= 13;
    public bool HasReplicaState => Version >= 15;
    public bool HasSession => Version >= 7;
    public bool HasRackId => Version >= 11;
    public bool HasLogStartOffset => Version >= 5;
    public bool HasCurrentLeaderEpoch => Version >= 9;
    public bool HasLastFetchedEpoch => Version >= 12;
    public bool HasReplicaDirectoryId => Version >= 17;
    public bool HasHighWatermark => Version >= 18;

    public int TopicSizeMin => HasTopicIds ? 18 : IsFlexible ? 3 : 6;
    public int PartitionSizeMin => IsFlexible ? 33 : HasCurrentLeaderEpoch ? 28 : HasLogStartOffset ? 24 : 16;
}
