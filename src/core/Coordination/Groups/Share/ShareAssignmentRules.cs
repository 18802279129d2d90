using Levada.Protocol;

namespace Levada.Coordination.Groups.Share;

/// <summary>Computes the target assignment of a share group.</summary>
internal static class ShareAssignmentRules
{
    /// <summary>The target of each member, for the members as they will be.</summary>
    /// <param name="subscriptions">Topic names by member id.</param>
    public static SortedDictionary<string, ShareAssignment> Compute(
        ShareGroup group, SortedDictionary<string, string[]> subscriptions, ITopicCatalog topics)
    {
        var pairs = new SortedDictionary<string, List<(Uuid, int)>>(StringComparer.Ordinal);
        foreach (var member in subscriptions.Keys) pairs.Add(member, []);
        foreach (var (members, pool) in Pools(group, subscriptions, topics))
        {
            SimpleAssignor.Assign(
                [.. members.Select(member => (member, group.Members.GetValueOrDefault(member)?.Target ?? ShareAssignment.Empty))], pool,
                (member, partition) => pairs[member].Add(partition));
        }

        var targets = new SortedDictionary<string, ShareAssignment>(StringComparer.Ordinal);
        foreach (var (member, partitions) in pairs) targets.Add(member, new ShareAssignment(partitions));
        return targets;
    }

    /// <summary>One pool where all subscribe to the same, else one for each topic.</summary>
    private static IEnumerable<(IReadOnlyList<string> Members, IReadOnlyList<(Uuid, int)> Partitions)> Pools(
        ShareGroup group, SortedDictionary<string, string[]> subscriptions, ITopicCatalog topics)
    {
        if (subscriptions.Count == 0) yield break;
        var first = subscriptions.First().Value;
        if (subscriptions.Values.All(names => names.SequenceEqual(first)))
        {
            yield return ([.. subscriptions.Keys], [.. first.SelectMany(name => Partitions(group, name, topics))]);
            yield break;
        }

        foreach (var name in subscriptions.Values.SelectMany(names => names).Distinct().Order(StringComparer.Ordinal))
        {
            yield return ([.. subscriptions.Where(member => member.Value.Contains(name)).Select(member => member.Key)],
                [.. Partitions(group, name, topics)]);
        }
    }

    /// <summary>Only partitions with a state can be fetched.</summary>
    private static IEnumerable<(Uuid, int)> Partitions(ShareGroup group, string name, ITopicCatalog topics)
    {
        var id = topics.IdOf(name);
        return group.InitializedTopics.Where(topic => topic.Id == id).SelectMany(topic => topic.Partitions.Select(partition => (id, partition)));
    }
}
