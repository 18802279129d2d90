namespace Levada.Log;

/// <summary>Files that a partition directory has once.</summary>
internal static class PartitionFileName
{
    public const string LeaderEpochs = "leader-epoch-checkpoint";
    public const string Metadata = "partition.metadata";
}
