namespace Levada.Operations;

/// <summary><c>topic alter</c>.</summary>
/// <param name="PartitionCount">The new number of partitions; null to leave it.</param>
/// <param name="Unset">Configs that go back to their defaults.</param>
internal sealed record TopicAlterOptions(
    string Topic, int? PartitionCount, IReadOnlyList<KeyValuePair<string, string>> Configs, IReadOnlyList<string> Unset, bool IsDryRun);
