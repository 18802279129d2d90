using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>The share partitions in use on this broker, loaded when they are first asked for.</summary>
internal sealed class SharePartitions(PartitionRegistry partitions, SharePartitionEnvironment environment) : IMetadataFollower
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SharePartitionKey, SharePartitionHost> _hosts = [];

    /// <summary>The share partition, or null where the broker does not host the partition.</summary>
    public SharePartitionHost? Find(in SharePartitionKey key)
    {
        if (partitions.Find(key.TopicId)?.Find(key.Partition) is not { } hosted) return null;
        lock (_gate)
        {
            if (_hosts.TryGetValue(key, out var known) && !known.IsClosed && known.Hosted == hosted) return known;
            return _hosts[key] = new SharePartitionHost(key, hosted, environment);
        }
    }

    /// <summary>How far the group has come by what is in use; null where nothing is.</summary>
    public ShareProgress? FindProgress(in SharePartitionKey key)
    {
        SharePartitionHost? host;
        lock (_gate) host = _hosts.GetValueOrDefault(key);
        return host?.FindProgress();
    }

    public bool IsTopicKnown(Uuid topicId) => partitions.Find(topicId) is not null;

    /// <summary>Takes back what the session's member holds anywhere in the group; not what it acquired after it came back.</summary>
    public Task ReleaseAsync(ShareSession session) =>
        Task.WhenAll(Of(host => host.Key.GroupId == session.GroupId).Select(host => host.ReleaseAsync(session)));

    /// <summary>Has the states of a group read anew when they are next asked for: they were deleted or set from outside.</summary>
    public void Forget(string groupId) => Close(host => host.Key.GroupId == groupId);

    public void Follow(MetadataChange change, ConfigView configs)
    {
        var deleted = change.Topics.Where(topic => topic.IsDeleted).Select(topic => topic.Before!.Id).ToHashSet();
        if (deleted.Count > 0) Close(host => deleted.Contains(host.Key.TopicId));
    }

    private void Close(Func<SharePartitionHost, bool> isMeant)
    {
        var closing = Of(isMeant);
        lock (_gate)
        {
            foreach (var host in closing)
            {
                if (_hosts.GetValueOrDefault(host.Key) == host) _hosts.Remove(host.Key);
            }
        }

        foreach (var host in closing) host.Close();
    }

    private SharePartitionHost[] Of(Func<SharePartitionHost, bool> isMeant)
    {
        lock (_gate) return [.. _hosts.Values.Where(isMeant)];
    }
}
