using Levada.Protocol;

namespace Levada.Coordination.Groups.Assignors;

/// <summary>Gives each subscriber of a topic one range of its partitions, so that topics with equal partitions are read together.</summary>
/// <remarks>Subscribers stand in one order for all topics: static members first by instance id, then dynamic ones by member id.</remarks>
internal sealed class RangeAssignor : IAssignor
{
    public string Name => "range";

    public PartitionSet[] Assign(AssignmentRequest request)
    {
        var order = Enumerable.Range(0, request.Members.Count).ToArray();
        Array.Sort(order, (left, right) => Compare(request.Members[left], request.Members[right]));
        var assigned = new List<AssignedPartition>[request.Members.Count];
        for (var i = 0; i < assigned.Length; i++) assigned[i] = [];
        foreach (var (topicId, partitionCount) in request.PartitionCounts)
            AssignTopic(topicId, partitionCount, Array.FindAll(order, member => request.Members[member].Topics.Contains(topicId)), assigned);
        return Array.ConvertAll(assigned, PartitionSet.From);
    }

    private static void AssignTopic(Uuid topicId, int partitionCount, int[] subscribers, List<AssignedPartition>[] assigned)
    {
        var next = 0;
        for (var i = 0; i < subscribers.Length; i++)
        {
            var count = partitionCount / subscribers.Length + (i < partitionCount % subscribers.Length ? 1 : 0);
            for (var end = next + count; next < end; next++) assigned[subscribers[i]].Add(new AssignedPartition(topicId, next));
        }
    }

    private static int Compare(AssigneeSubscription left, AssigneeSubscription right) => (left.InstanceId, right.InstanceId) switch
    {
        (null, null) => string.CompareOrdinal(left.MemberId, right.MemberId),
        (null, _) => 1,
        (_, null) => -1,
        var (former, latter) => string.CompareOrdinal(former, latter),
    };
}
