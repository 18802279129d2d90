using Levada.Coordination.Groups.Assignors;
using Levada.Protocol;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Computes what every member is to have, by the assignor that most members prefer.</summary>
internal sealed class TargetComputation
{
    private static readonly IAssignor[] Known = [new UniformAssignor(), new RangeAssignor()];
    private readonly IClusterView _cluster;
    private readonly IAssignor[] _assignors;

    public TargetComputation(ConsumerGroupOptions options, IClusterView cluster)
    {
        _cluster = cluster;
        _assignors = [.. options.Assignors.Select(name => Array.Find(Known, known => known.Name == name)).OfType<IAssignor>()];
        if (_assignors.Length == 0) _assignors = [Known[0]];
    }

    /// <summary>The names members may ask for.</summary>
    public IEnumerable<string> Names => _assignors.Select(assignor => assignor.Name);

    public bool Supports(string assignor) => Array.Exists(_assignors, known => known.Name == assignor);

    /// <summary>The assignor in force: most votes, the default without any.</summary>
    public string Preferred(IEnumerable<ConsumerMember> members)
    {
        var votes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in members)
            if (member.ServerAssignor is { } name && Supports(name)) votes[name] = votes.GetValueOrDefault(name) + 1;
        return votes.Count == 0 ? _assignors[0].Name : votes.MaxBy(vote => vote.Value).Key;
    }

    /// <summary>Decides the records of the target of an epoch.</summary>
    /// <returns>The targets of all members.</returns>
    public Dictionary<string, PartitionSet> Compute(GroupDraft draft, int epoch, Decision decision)
    {
        var members = draft.Members.ToList();
        var catalog = _cluster.Topics;
        var counts = new SortedDictionary<Uuid, int>();
        var request = new AssignmentRequest(Subscriptions(draft, members, catalog, counts), counts);
        var assignor = Array.Find(_assignors, known => known.Name == Preferred(members))!;
        var assigned = assignor.Assign(request);
        var targets = new Dictionary<string, PartitionSet>(StringComparer.Ordinal);
        for (var i = 0; i < assigned.Length; i++)
        {
            var memberId = members[i].Id;
            targets.Add(memberId, assigned[i]);
            if (!draft.Group.Targets.TryGetValue(memberId, out var former) || !former.HasSamePartitions(assigned[i]))
                decision.Append(ConsumerRecords.MemberTarget(draft.Group.Id, memberId, assigned[i]));
        }

        decision.Append(ConsumerRecords.Target(draft.Group.Id, epoch, decision.NowMs));
        return targets;
    }

    private static List<AssigneeSubscription> Subscriptions(
        GroupDraft draft, List<ConsumerMember> members, ITopicCatalog catalog, SortedDictionary<Uuid, int> counts)
    {
        var subscriptions = new List<AssigneeSubscription>(members.Count);
        var topics = new SortedSet<Uuid>();
        for (var i = 0; i < members.Count; i++)
        {
            // Most groups subscribe alike: members share one set then, which assignors notice.
            if (i == 0 || !members[i].HasSameSubscription(members[i - 1])) topics = Topics(draft.TopicsOf(members[i]), catalog, counts);
            subscriptions.Add(new AssigneeSubscription(members[i].Id, members[i].InstanceId, topics, draft.TargetOf(members[i].Id)));
        }

        return subscriptions;
    }

    private static SortedSet<Uuid> Topics(IEnumerable<string> names, ITopicCatalog catalog, SortedDictionary<Uuid, int> counts)
    {
        var topics = new SortedSet<Uuid>();
        foreach (var name in names)
        {
            var count = catalog.PartitionCountOf(name);
            if (count == 0) continue;
            var id = catalog.IdOf(name);
            topics.Add(id);
            counts[id] = count;
        }

        return topics;
    }
}
