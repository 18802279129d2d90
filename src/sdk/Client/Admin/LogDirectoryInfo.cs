using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>One log directory of one broker.</summary>
/// <param name="TotalBytes">The volume's size; -1 where the broker does not say.</param>
/// <param name="UsableBytes">The volume's free space; -1 where the broker does not say.</param>
/// <param name="Partitions">Sizes in bytes by partition.</param>
public sealed record LogDirectoryInfo(
    int NodeId, string Path, ErrorCode Error, long TotalBytes, long UsableBytes, IReadOnlyList<KeyValuePair<TopicPartition, long>> Partitions);
