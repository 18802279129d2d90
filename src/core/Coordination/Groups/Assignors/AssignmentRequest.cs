using Levada.Protocol;

namespace Levada.Coordination.Groups.Assignors;

/// <summary>Who subscribes to what.</summary>
/// <param name="Members">In order of member id.</param>
/// <param name="PartitionCounts">Partitions of each topic that is subscribed to and exists.</param>
internal sealed record AssignmentRequest(
    IReadOnlyList<AssigneeSubscription> Members, IReadOnlyDictionary<Uuid, int> PartitionCounts)
{
    /// <summary>Whether all members subscribe to the same topics.</summary>
    public bool IsHomogeneous
    {
        get
        {
            for (var i = 1; i < Members.Count; i++)
                if (!ReferenceEquals(Members[i].Topics, Members[0].Topics) && !Members[i].Topics.SetEquals(Members[0].Topics)) return false;
            return true;
        }
    }
}
