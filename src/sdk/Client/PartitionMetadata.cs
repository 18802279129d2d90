using Levada.Protocol;

namespace Levada.Client;

/// <summary>One partition as the cluster describes it.</summary>
/// <param name="Leader">The leader's node id; -1 while there is none.</param>
public sealed record PartitionMetadata(
    int Partition, ErrorCode Error, int Leader, int LeaderEpoch, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSyncReplicas,
    IReadOnlyList<int> OfflineReplicas);
