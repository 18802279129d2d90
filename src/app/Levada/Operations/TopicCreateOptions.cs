namespace Levada.Operations;

/// <summary><c>topic create</c>.</summary>
/// <param name="PartitionCount">-1 for the broker's default.</param>
/// <param name="ReplicationFactor">-1 for the broker's default.</param>
/// <param name="IsExistingFine">Whether a topic that exists is left alone without an error.</param>
internal sealed record TopicCreateOptions(
    IReadOnlyList<string> Topics, int PartitionCount, short ReplicationFactor, IReadOnlyList<KeyValuePair<string, string>> Configs,
    bool IsExistingFine, bool IsDryRun);
