using Levada.Protocol;

namespace Levada.Coordination.Groups.Assignors;

/// <summary>One member as an assignor sees it.</summary>
/// <param name="Topics">The topics it subscribes to, as far as they exist.</param>
/// <param name="Target">What it was to have before.</param>
internal sealed record AssigneeSubscription(string MemberId, string? InstanceId, SortedSet<Uuid> Topics, PartitionSet Target);
