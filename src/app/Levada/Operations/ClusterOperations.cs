using Levada.Client;
using Levada.Client.Admin;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Operations;

/// <summary>The <c>cluster</c> command.</summary>
internal sealed class ClusterOperations(Session session)
{
    private readonly ClusterAdmin _cluster = new(session.Client);

    public async Task<int> DescribeAsync(bool areVersionsShown, CancellationToken cancellationToken)
    {
        var cluster = await _cluster.DescribeAsync(cancellationToken);
        var directories = await DirectoriesAsync(cancellationToken);
        var quorum = await _cluster.DescribeQuorumAsync(cancellationToken);
        List<Table> tables = [Summary(cluster, quorum), Brokers(cluster, directories), Directories(directories)];
        if (areVersionsShown) tables.Add(await VersionsAsync(cluster, cancellationToken));
        session.Screen.Write(tables);
        return ExitCode.Success;
    }

    // Not every implementation of the protocol has directories to tell of.
    private async Task<IReadOnlyList<LogDirectoryInfo>> DirectoriesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _cluster.DescribeLogDirectoriesAsync(cancellationToken);
        }
        catch (KafkaException e) when (e.Error == ErrorCode.UnsupportedVersion)
        {
            return [];
        }
    }

    private static Table Summary(ClusterMetadata cluster, QuorumInfo? quorum)
    {
        var table = new Table(
            "cluster", new Column("CLUSTER", "clusterId"), new Column("CONTROLLER", "controllerId", true), new Column("BROKERS", "brokers", true),
            new Column("QUORUM LEADER", "quorumLeaderId", true), new Column("EPOCH", "quorumEpoch", true), new Column("VOTERS", "voters"),
            new Column("METADATA OFFSET", "metadataOffset", true));
        table.Add(
            cluster.ClusterId ?? "-", Cell.Known(cluster.ControllerId), cluster.Brokers.Count, Cell.Known(quorum?.LeaderId ?? -1),
            Cell.Known(quorum?.LeaderEpoch ?? -1), Cell.List([.. quorum?.Voters.Select(voter => voter.Key) ?? []]), Cell.Known(quorum?.HighWatermark ?? -1));
        return table;
    }

    private static Table Brokers(ClusterMetadata cluster, IReadOnlyList<LogDirectoryInfo> directories)
    {
        var table = new Table(
            "brokers", new Column("BROKER", "broker", true), new Column("ADDRESS", "address"), new Column("RACK", "rack"),
            new Column("CONTROLLER", "isController"), new Column("PARTITIONS", "partitions", true), new Column("SIZE", "sizeBytes", true));
        foreach (var broker in cluster.Brokers.Values)
        {
            var partitions = directories.Where(directory => directory.NodeId == broker.Id).SelectMany(directory => directory.Partitions).ToList();
            table.Add(
                broker.Id, broker.Address.ToString(), Cell.Known(broker.Rack), broker.Id == cluster.ControllerId, partitions.Count,
                Cell.ByteCount(partitions.Sum(partition => partition.Value)));
        }

        return table;
    }

    private static Table Directories(IReadOnlyList<LogDirectoryInfo> directories)
    {
        var table = new Table(
            "directories", new Column("BROKER", "broker", true), new Column("DIRECTORY", "path"), new Column("PARTITIONS", "partitions", true),
            new Column("SIZE", "sizeBytes", true), new Column("FREE", "usableBytes", true), new Column("VOLUME", "totalBytes", true),
            new Column("STATE", "state"));
        foreach (var directory in directories)
        {
            table.Add(
                directory.NodeId, directory.Path, directory.Partitions.Count, Cell.ByteCount(directory.Partitions.Sum(partition => partition.Value)),
                Cell.ByteCount(directory.UsableBytes), Cell.ByteCount(directory.TotalBytes),
                directory.Error == ErrorCode.None ? "online" : ErrorText.Describe(directory.Error));
        }

        return table;
    }

    private async Task<Table> VersionsAsync(ClusterMetadata cluster, CancellationToken cancellationToken)
    {
        var table = new Table(
            "versions", new Column("BROKER", "broker", true), new Column("KEY", "apiKey", true), new Column("API", "api"),
            new Column("MIN", "minVersion", true), new Column("MAX", "maxVersion", true));
        foreach (var broker in cluster.Brokers.Keys)
        {
            foreach (var (key, min, max) in await _cluster.DescribeVersionsAsync(broker, cancellationToken))
                table.Add(broker, (long)key, key.ToString(), min, max);
        }

        return table;
    }
}
