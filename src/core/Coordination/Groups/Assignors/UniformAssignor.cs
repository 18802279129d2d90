using Levada.Protocol;

namespace Levada.Coordination.Groups.Assignors;

/// <summary>Gives every member as many partitions as the others, and leaves partitions where they are as far as that allows.</summary>
/// <remarks>
/// With equal subscriptions counts differ by one at most, and no more partitions move than balance asks for. With different
/// ones no partition could move to a subscriber that has two or more fewer.
/// </remarks>
internal sealed class UniformAssignor : IAssignor
{
    public string Name => "uniform";

    public PartitionSet[] Assign(AssignmentRequest request)
    {
        if (request.Members.Count == 0) return [];
        var assigned = request.IsHomogeneous ? AssignAlike(request) : new MixedAssignment(request).Run();
        return Array.ConvertAll(assigned, PartitionSet.From);
    }

    private static List<AssignedPartition>[] AssignAlike(AssignmentRequest request)
    {
        var subscribed = request.Members[0].Topics;
        var unassigned = new SortedSet<AssignedPartition>();
        foreach (var (topicId, partitionCount) in request.PartitionCounts)
        {
            if (!subscribed.Contains(topicId)) continue;
            for (var partition = 0; partition < partitionCount; partition++) unassigned.Add(new AssignedPartition(topicId, partition));
        }

        var quota = unassigned.Count / request.Members.Count;
        var extraCount = unassigned.Count % request.Members.Count;
        var assigned = new List<AssignedPartition>[request.Members.Count];
        for (var i = 0; i < assigned.Length; i++) assigned[i] = Keep(request.Members[i].Target, unassigned, quota, ref extraCount);
        Fill(assigned, [.. unassigned], quota, extraCount);
        return assigned;
    }

    /// <summary>What a member keeps; one more than the quota while extra partitions are left.</summary>
    private static List<AssignedPartition> Keep(
        PartitionSet target, SortedSet<AssignedPartition> unassigned, int quota, ref int extraCount)
    {
        var kept = new List<AssignedPartition>();
        foreach (var partition in target)
        {
            if (kept.Count == quota + (extraCount > 0 ? 1 : 0)) break;
            if (unassigned.Remove(partition)) kept.Add(new AssignedPartition(partition.TopicId, partition.Partition));
        }

        if (kept.Count > quota) extraCount--;
        return kept;
    }

    private static void Fill(List<AssignedPartition>[] assigned, AssignedPartition[] unassigned, int quota, int extraCount)
    {
        var next = 0;
        foreach (var partitions in assigned)
        {
            if (partitions.Count > quota) continue;
            var count = quota - partitions.Count;
            if (extraCount > 0)
            {
                count++;
                extraCount--;
            }

            partitions.AddRange(unassigned.AsSpan(next, count));
            next += count;
        }
    }

    /// <summary>The general case: what is there is kept, what is not goes to the least loaded subscriber, then loads are levelled.</summary>
    private sealed class MixedAssignment
    {
        private readonly AssignmentRequest _request;
        private readonly List<AssignedPartition>[] _assigned;
        private readonly SortedDictionary<Uuid, int[]> _subscribers = [];

        public MixedAssignment(AssignmentRequest request)
        {
            _request = request;
            _assigned = new List<AssignedPartition>[request.Members.Count];
            for (var i = 0; i < _assigned.Length; i++) _assigned[i] = [];
            foreach (var topicId in request.PartitionCounts.Keys)
            {
                var subscribers = Enumerable.Range(0, _assigned.Length).Where(i => request.Members[i].Topics.Contains(topicId)).ToArray();
                if (subscribers.Length > 0) _subscribers.Add(topicId, subscribers);
            }
        }

        public List<AssignedPartition>[] Run()
        {
            var owners = KeepTargets();
            // Who has the least choice is served first.
            foreach (var (topicId, subscribers) in _subscribers.OrderBy(topic => topic.Value.Length))
            {
                for (var partition = 0; partition < _request.PartitionCounts[topicId]; partition++)
                {
                    var unassigned = new AssignedPartition(topicId, partition);
                    if (!owners.Contains(unassigned)) _assigned[LeastLoaded(subscribers)].Add(unassigned);
                }
            }

            while (Level())
            {
            }

            return _assigned;
        }

        private HashSet<AssignedPartition> KeepTargets()
        {
            var owned = new HashSet<AssignedPartition>();
            for (var i = 0; i < _assigned.Length; i++)
            {
                var member = _request.Members[i];
                foreach (var target in member.Target)
                {
                    var partition = target with { Epoch = 0 };
                    var isThere = _request.PartitionCounts.TryGetValue(partition.TopicId, out var count) && partition.Partition < count;
                    if (isThere && member.Topics.Contains(partition.TopicId) && owned.Add(partition)) _assigned[i].Add(partition);
                }
            }

            return owned;
        }

        /// <summary>Moves partitions from more to less loaded subscribers; false when there was none to move.</summary>
        private bool Level()
        {
            var hasMoved = false;
            foreach (var giver in Enumerable.Range(0, _assigned.Length).OrderByDescending(i => _assigned[i].Count).ToArray())
            {
                for (var i = _assigned[giver].Count - 1; i >= 0; i--)
                {
                    var partition = _assigned[giver][i];
                    var taker = LeastLoaded(_subscribers[partition.TopicId]);
                    if (_assigned[taker].Count + 2 > _assigned[giver].Count) continue;
                    _assigned[giver].RemoveAt(i);
                    _assigned[taker].Add(partition);
                    hasMoved = true;
                }
            }

            return hasMoved;
        }

        private int LeastLoaded(int[] members)
        {
            var least = members[0];
            foreach (var member in members)
                if (_assigned[member].Count < _assigned[least].Count) least = member;
            return least;
        }
    }
}
