using Levada.Log;
using Levada.Log.Directories;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>The node's log directories (<c>log.dirs</c>).</summary>
internal sealed class LogDirectories : IDisposable
{
    private LogDirectories(IFileSystem files, IReadOnlyList<LogDirectoryHost> all, string clusterId)
    {
        Files = files;
        All = all;
        ClusterId = clusterId;
    }

    public IFileSystem Files { get; }
    public IReadOnlyList<LogDirectoryHost> All { get; }
    public string ClusterId { get; }
    public IEnumerable<LogDirectoryHost> Online => All.Where(directory => !directory.IsOffline);

    /// <summary>Takes every directory for this process, and formats the ones that are empty.</summary>
    /// <param name="home">Which of them has the metadata log.</param>
    /// <param name="clusterId">The cluster that an empty directory joins; null for a new one.</param>
    /// <exception cref="StartupException">A directory is in use, belongs to another node or cluster, or was emptied.</exception>
    public static LogDirectories Open(
        IFileSystem files, IReadOnlyList<string> paths, string home, int nodeId, string? clusterId, BrokerRandom random,
        Action<LogDirectoryHost, Exception> onOffline)
    {
        var opened = new List<LogDirectory>();
        try
        {
            foreach (var path in paths) opened.Add(Take(files, path));
            var known = opened.Select(directory => directory.Meta).FirstOrDefault(meta => meta is not null);
            var cluster = clusterId ?? known?.ClusterId ?? random.NextUuid().ToString();
            CheckHome(opened, home);

            // The metadata log's directory comes first: without it the others would be what CheckHome refuses.
            foreach (var directory in opened.OrderBy(directory => directory.Path == home ? 0 : 1)) Claim(directory, cluster, nodeId, random);
            return new LogDirectories(files, [.. opened.Select(directory => new LogDirectoryHost(directory, onOffline))], cluster);
        }
        catch
        {
            foreach (var directory in opened) directory.Dispose();
            throw;
        }
    }

    /// <summary>The directory that has a partition's files, or else the one with the fewest partitions.</summary>
    public LogDirectoryHost PlaceFor(TopicPartition id)
    {
        var place = All.FirstOrDefault(directory => directory.HasFilesOf(id)) ?? Online.MinBy(directory => directory.PartitionCount) ?? All[0];
        place.AddPartition();
        return place;
    }

    public void Dispose()
    {
        foreach (var directory in All) directory.Dispose();
    }

    private static LogDirectory Take(IFileSystem files, string path)
    {
        try
        {
            return LogDirectory.TryOpen(files, path)
                ?? throw new StartupException($"{path} is in use by another process; stop it, or choose another directory with --override log.dirs=...");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be used: {e.Message}");
        }
    }

    /// <summary>Without its metadata log a node would take every partition in its other directories for a stray.</summary>
    private static void CheckHome(List<LogDirectory> opened, string home)
    {
        if (opened.Find(directory => directory.Path == home) is not { Meta: null }) return;
        if (opened.Find(directory => directory.Meta is not null) is not { } other) return;
        throw new StartupException(
            $"{home} is empty, but {other.Path} belongs to cluster {other.Meta!.ClusterId}, whose metadata log must be in {home}: is a disk not mounted? " +
            "A new directory may stand anywhere in log.dirs but first, or metadata.log.dir names the one that has the metadata log");
    }

    private static void Claim(LogDirectory directory, string clusterId, int nodeId, BrokerRandom random)
    {
        if (directory.Meta is { } meta)
        {
            if (meta.ClusterId != clusterId)
                throw new StartupException($"{directory.Path} belongs to cluster {meta.ClusterId}, not to {clusterId} as CLUSTER_ID or another log directory says; choose another directory with --override log.dirs=...");
            if (meta.NodeId != nodeId)
                throw new StartupException($"{directory.Path} belongs to node {meta.NodeId}; start with --override node.id={meta.NodeId}, or choose another directory");
            if (meta.DirectoryId is not null) return;
        }

        directory.WriteMeta(new MetaProperties(clusterId, nodeId, random.NextUuid()));
    }
}
