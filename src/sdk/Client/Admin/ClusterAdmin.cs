using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>What a cluster says about itself: brokers, disks, quorum.</summary>
public sealed class ClusterAdmin(KafkaClient client)
{
    /// <summary>Brokers, controller and cluster id.</summary>
    public Task<ClusterMetadata> DescribeAsync(CancellationToken cancellationToken = default) =>
        client.RetryAsync(() => client.RefreshMetadataAsync([], cancellationToken: cancellationToken), cancellationToken);

    /// <summary>The log directories of every broker, with all partitions in them.</summary>
    public async Task<IReadOnlyList<LogDirectoryInfo>> DescribeLogDirectoriesAsync(CancellationToken cancellationToken = default)
    {
        var cluster = await DescribeAsync(cancellationToken);
        var answers = await Task.WhenAll(cluster.Brokers.Keys.Select(node => DescribeLogDirectoriesAsync(node, cancellationToken)));
        return [.. answers.SelectMany(answer => answer)];
    }

    /// <summary>The metadata quorum, or null where the cluster has none to tell of (ZooKeeper, or another implementation).</summary>
    public async Task<QuorumInfo?> DescribeQuorumAsync(CancellationToken cancellationToken = default)
    {
        DescribeQuorumResponse response;
        try
        {
            response = await client.SendToAnyAsync<DescribeQuorumRequest, DescribeQuorumResponse>(
                ApiKey.DescribeQuorum, _ => QuorumRequest(), cancellationToken);
        }
        catch (KafkaException e) when (e.Error == ErrorCode.UnsupportedVersion)
        {
            return null;
        }

        if (response.ErrorCode != ErrorCode.None || response.Topics is not [{ Partitions: [var partition, ..] }, ..]) return null;
        if (partition.ErrorCode != ErrorCode.None) return null;
        var voters = partition.CurrentVoters.Select(voter => KeyValuePair.Create(voter.ReplicaId, voter.LogEndOffset));
        return new QuorumInfo(partition.LeaderId, partition.LeaderEpoch, partition.HighWatermark, [.. voters]);
    }

    /// <summary>The versions one broker serves: api key, lowest and highest version.</summary>
    public async Task<IReadOnlyList<(ApiKey Key, short Min, short Max)>> DescribeVersionsAsync(int nodeId, CancellationToken cancellationToken = default)
    {
        var response = await client.SendToNodeAsync<ApiVersionsRequest, ApiVersionsResponse>(
            nodeId, ApiKey.ApiVersions, VersionNegotiation.Request, cancellationToken, VersionNegotiation.FirstVersionAsked);
        return [.. response.ApiKeys.Select(range => ((ApiKey)range.ApiKey, range.MinVersion, range.MaxVersion))];
    }

    private static DescribeQuorumRequest QuorumRequest() => new()
    {
        Topics =
        [
            new DescribeQuorumRequest.TopicData
            {
                TopicName = "__cluster_metadata", Partitions = [new DescribeQuorumRequest.PartitionData { PartitionIndex = 0 }],
            },
        ],
    };

    private async Task<IReadOnlyList<LogDirectoryInfo>> DescribeLogDirectoriesAsync(int nodeId, CancellationToken cancellationToken)
    {
        var response = await client.SendToNodeAsync<DescribeLogDirsRequest, DescribeLogDirsResponse>(
            nodeId, ApiKey.DescribeLogDirs, _ => new DescribeLogDirsRequest { Topics = null }, cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, $"log directories of broker {nodeId}");
        return [.. response.Results.Select(directory => Directory(nodeId, directory))];
    }

    private static LogDirectoryInfo Directory(int nodeId, DescribeLogDirsResponse.DescribeLogDirsResult directory) => new(
        nodeId, directory.LogDir, directory.ErrorCode, directory.TotalBytes, directory.UsableBytes,
        [
            .. from topic in directory.Topics
               from partition in topic.Partitions
               select KeyValuePair.Create(new TopicPartition(topic.Name, partition.PartitionIndex), partition.PartitionSize),
        ]);
}
