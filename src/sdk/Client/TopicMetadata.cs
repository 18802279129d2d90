using Levada.Protocol;

namespace Levada.Client;

/// <summary>One topic as the cluster describes it.</summary>
/// <param name="Id">Zero where the broker is too old for topic ids.</param>
/// <param name="Partitions">Ordered by partition.</param>
public sealed record TopicMetadata(
    string Name, Uuid Id, ErrorCode Error, bool IsInternal, IReadOnlyList<PartitionMetadata> Partitions);
