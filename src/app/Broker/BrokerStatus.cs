using Levada.Broker.Data;
using Levada.Broker.Metrics;
using Levada.Broker.Quotas;
using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>A look at a running broker, for metrics and health. Cheap; from any thread.</summary>
public sealed class BrokerStatus
{
    private readonly BrokerParts _parts;
    private readonly NetworkServer _server;

    internal BrokerStatus(BrokerParts parts, NetworkServer server)
    {
        _parts = parts;
        _server = server;
    }

    public int NodeId => _parts.Metadata.NodeId;
    public int OfflineLogDirectoryCount => _parts.Directories.All.Count(directory => directory.IsOffline);
    public int LogDirectoryCount => _parts.Directories.All.Count;
    public long RequestMemoryBytes => _server.Memory.UsedBytes;
    public long RequestMemoryBytesMax => _server.Memory.LimitBytes;
    public IReadOnlyList<Listener> Listeners => _server.Listeners;

    /// <summary>The dirtiest compacted log's share that has not been cleaned, 0 to 1.</summary>
    public double DirtyShareMax => _parts.Services.Cleaner.Metrics.DirtyShareMax;

    /// <summary>How long the last cleaning took, in seconds.</summary>
    public double LastCleanSeconds => _parts.Services.Cleaner.Metrics.LastCleanSeconds;

    /// <summary>How much of what it read the last cleaning wrote again, 0 to 1.</summary>
    public double RecopyShare => _parts.Services.Cleaner.Metrics.RecopyShare;

    /// <summary>Partitions that are damaged and cannot be cleaned, by log directory.</summary>
    public IEnumerable<KeyValuePair<string, int>> UncleanablePartitions =>
        _parts.Directories.All.Select(directory => KeyValuePair.Create(directory.Path, _parts.Services.Cleaner.Queue.UncleanableCount(directory)));

    /// <summary>Why the broker cannot go on, or null.</summary>
    public string? Failure => _parts.Failed.Task.IsCompleted ? _parts.Failed.Task.Result.Message : null;

    public IEnumerable<TopicStatus> Topics => _parts.Services.Partitions.TopicStatuses;

    public IEnumerable<PartitionStatus> Partitions => _parts.Services.Partitions.Partitions.Select(StatusOf);

    /// <summary>What is used of the client quotas, of clients that have one.</summary>
    public IEnumerable<QuotaStatus> Quotas => _parts.Services.Quotas.Statuses;

    /// <summary>Requests so far by api, those that came at all.</summary>
    public IEnumerable<KeyValuePair<ApiKey, long>> Requests => Enum.GetValues<ApiKey>()
        .Select(key => KeyValuePair.Create(key, _parts.Services.Metrics.RequestCount(key)))
        .Where(pair => pair.Value > 0);

    private PartitionStatus StatusOf(HostedPartition hosted)
    {
        var image = _parts.Metadata.Image.Topics.Find(hosted.Id.Topic)?.Partition(hosted.Id.Partition);
        lock (hosted.Gate)
        {
            var log = hosted.Partition.Log;
            return new PartitionStatus(
                hosted.Id, log.SizeBytes, log.SegmentCount, log.LogStartOffset, log.LogEndOffset,
                image?.Replicas.Length ?? 1, image?.Isr.Length ?? 1, Math.Min(log.Options.MinInsyncReplicas, image?.Replicas.Length ?? 1),
                hosted.Unavailable == ErrorCode.None);
        }
    }
}
