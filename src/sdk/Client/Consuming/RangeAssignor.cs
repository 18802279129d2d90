using Levada.Protocol;

namespace Levada.Client.Consuming;

/// <summary>Kafka's range assignor: per topic, members in order of their ids get neighbouring partitions.</summary>
internal static class RangeAssignor
{
    public const string Name = "range";

    /// <param name="subscriptions">The topics each member wants.</param>
    /// <param name="partitionCounts">The partitions of each topic; unknown topics are left out.</param>
    /// <returns>One entry per member, empty for those that get nothing.</returns>
    public static SortedDictionary<string, List<TopicPartition>> Assign(
        IReadOnlyDictionary<string, string[]> subscriptions, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var assignment = new SortedDictionary<string, List<TopicPartition>>(StringComparer.Ordinal);
        foreach (var member in subscriptions.Keys) assignment[member] = [];
        foreach (var topic in subscriptions.Values.SelectMany(topics => topics).Distinct().Order(StringComparer.Ordinal))
        {
            if (!partitionCounts.TryGetValue(topic, out var partitionCount)) continue;
            var members = assignment.Keys.Where(member => subscriptions[member].Contains(topic)).ToList();
            var (share, extraCount) = Math.DivRem(partitionCount, members.Count);
            var next = 0;
            for (var rank = 0; rank < members.Count; rank++)
            {
                var end = next + share + (rank < extraCount ? 1 : 0);
                for (; next < end; next++) assignment[members[rank]].Add(new TopicPartition(topic, next));
            }
        }

        return assignment;
    }
}
