using Levada.Broker.Control;
using Levada.Broker.Metrics;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>Keeps the hosted partitions what the metadata says: opens, deletes, reconfigures, and makes them lead.</summary>
internal sealed class TopicHosting(PartitionRegistry registry, PartitionOpener opener) : IMetadataFollower
{
    public void Follow(MetadataChange change, ConfigView configs)
    {
        if (change.Topics.Count > 0) FollowTopics(change.Topics, configs);
        if (change.Configs.Count > 0) FollowConfigs(change.Configs, configs);
    }

    private void FollowTopics(IReadOnlyList<TopicChange> changes, ConfigView configs)
    {
        var topics = registry.Topics.ToDictionary(topic => topic.Id);
        foreach (var (before, after) in changes)
        {
            if (after is null) Delete(topics, before!.Id);
            else topics[after.Id] = Host(after, topics.GetValueOrDefault(after.Id), configs);
        }

        registry.Replace(topics.Values);
    }

    private HostedTopic Host(TopicImage topic, HostedTopic? hosted, ConfigView configs)
    {
        var known = hosted?.Partitions ?? [];
        for (var i = 0; i < known.Length; i++) Lead(known[i], topic.Partition(i)!.LeaderEpoch);
        if (known.Length == topic.PartitionCount) return hosted ?? new HostedTopic(topic.Name, topic.Id, [], new TopicCounters());
        var added = opener.Open(topic, known.Length, LogOptionsOf.Topic(topic.Name, configs));
        for (var i = 0; i < added.Length; i++) Lead(added[i], topic.Partition(known.Length + i)!.LeaderEpoch);
        return new HostedTopic(topic.Name, topic.Id, [.. known, .. added], hosted?.Counters ?? new TopicCounters());
    }

    private void Delete(Dictionary<Uuid, HostedTopic> topics, Uuid id)
    {
        if (!topics.Remove(id, out var topic)) return;
        opener.Delete(topic.Partitions);
    }

    private static void Lead(HostedPartition hosted, LeaderEpoch epoch)
    {
        lock (hosted.Gate)
        {
            if (hosted.Partition.LeaderEpoch == epoch || hosted.Unavailable != ErrorCode.None) return;
            hosted.Partition.BecomeLeader(epoch);
        }
    }

    private void FollowConfigs(IReadOnlyList<ConfigResource> resources, ConfigView configs)
    {
        var isForAll = resources.Any(resource => resource.Type == ConfigResourceType.Broker);
        var named = resources.Where(resource => resource.Type == ConfigResourceType.Topic).Select(resource => resource.Name).ToHashSet();
        foreach (var topic in registry.Topics.Where(topic => isForAll || named.Contains(topic.Name)))
        {
            var options = LogOptionsOf.Topic(topic.Name, configs);
            foreach (var partition in topic.Partitions)
            {
                lock (partition.Gate) partition.Partition.Log.Options = options;
            }
        }
    }
}
