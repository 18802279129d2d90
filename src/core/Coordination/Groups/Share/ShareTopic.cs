using Levada.Protocol;

namespace Levada.Coordination.Groups.Share;

/// <summary>A topic of which a share group keeps states, and the partitions that have one.</summary>
public sealed record ShareTopic(Uuid Id, string Name, IReadOnlyList<int> Partitions);
