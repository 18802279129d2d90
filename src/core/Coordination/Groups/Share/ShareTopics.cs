using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>Which partitions a share group's members may be given, and which of their states are missing.</summary>
internal static class ShareTopics
{
    private const long HashOffset = unchecked((long)14695981039346656037UL);
    private const long HashPrime = 1099511628211;

    /// <summary>Partitions of subscribed topics that have no state yet.</summary>
    public static IReadOnlyList<ShareTopic> Uninitialized(
        IEnumerable<string> subscribed, in ShareGroupStatePartitionMetadataValue states, ITopicCatalog topics)
    {
        var missing = new List<ShareTopic>();
        foreach (var name in subscribed)
        {
            var id = topics.IdOf(name);
            var known = Array.Find(states.InitializedTopics, topic => topic.TopicId == id).Partitions ?? [];
            var count = topics.PartitionCountOf(name);
            if (count > known.Length) missing.Add(new ShareTopic(id, name, [.. Enumerable.Range(0, count).Except(known)]));
        }

        return missing;
    }

    /// <summary>Changes when a topic that somebody subscribes to comes, goes, grows, or gets its states.</summary>
    public static long Hash(IEnumerable<string> subscribed, in ShareGroupStatePartitionMetadataValue states, ITopicCatalog topics)
    {
        var hash = HashOffset;
        foreach (var name in subscribed)
        {
            var id = topics.IdOf(name);
            if (id.IsZero) continue;
            var stateCount = Array.Find(states.InitializedTopics, topic => topic.TopicId == id).Partitions?.Length ?? 0;
            foreach (var part in (ReadOnlySpan<long>)[id.MostSignificant, id.LeastSignificant, topics.PartitionCountOf(name), stateCount])
                hash = unchecked((hash ^ part) * HashPrime);
        }

        return hash;
    }

    /// <summary>The states of a group once more partitions have theirs; topics that are gone are left out.</summary>
    public static ShareGroupStatePartitionMetadataValue With(
        in ShareGroupStatePartitionMetadataValue states, IEnumerable<ShareTopic> initialized, ITopicCatalog topics)
    {
        var byId = new SortedDictionary<Uuid, ShareTopic>();
        foreach (var topic in states.InitializedTopics) byId[topic.TopicId] = new ShareTopic(topic.TopicId, topic.TopicName, topic.Partitions);
        foreach (var topic in initialized)
        {
            var known = byId.GetValueOrDefault(topic.Id)?.Partitions ?? [];
            byId[topic.Id] = topic with { Partitions = [.. known.Union(topic.Partitions).Order()] };
        }

        return Of(byId.Values.Where(topic => topics.IdOf(topic.Name) == topic.Id));
    }

    public static ShareGroupStatePartitionMetadataValue Of(IEnumerable<ShareTopic> initialized) => new()
    {
        InitializingTopics = [],
        DeletingTopics = [],
        InitializedTopics =
        [
            .. initialized.Select(topic => new ShareGroupStatePartitionMetadataValue.TopicPartitionsInfo
            {
                TopicId = topic.Id, TopicName = topic.Name, Partitions = [.. topic.Partitions],
            }),
        ],
    };
}
