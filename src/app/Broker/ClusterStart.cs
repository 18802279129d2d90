using Levada.Metadata;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker;

/// <summary>Brings a node from its metadata log to a broker that leads: epoch, registration, new leader epochs, partitions.</summary>
internal static class ClusterStart
{
    public static void Run(BrokerParts parts, BrokerConfig config, IReadOnlyList<AdvertisedListener> listeners)
    {
        var controller = parts.Services.Controller;
        var image = controller.Start();
        if (FeatureCatalog.Check(image.Features) is { } problem) throw new StartupException($"{config.MetadataLogDir}: {problem}");
        CheckDirectories(parts, config, image);
        WithdrawForeignFeatures(parts, image);
        var request = Registration(parts, config, listeners);
        controller.WriteAtStart((context, nextOffset) => Register(request, context, parts.Directories.ClusterId, nextOffset));
        image = controller.WriteAtStart((context, _) => BrokerRegistration.Start(context, config.NodeId));
        SetAsideStrays(parts, image);
        controller.PublishAtStart();
    }

    /// <summary>A partition without files begins empty, so that a disk that is not mounted must not pass for one that never had any.</summary>
    private static void CheckDirectories(BrokerParts parts, BrokerConfig config, MetadataImage image)
    {
        var atLastStart = image.Cluster.Broker(config.NodeId)?.LogDirs ?? [];
        var missing = atLastStart.Except(parts.Directories.All.Select(directory => directory.Id)).ToArray();
        if (missing.Length == 0) return;
        var ids = string.Join(", ", missing);
        if (parts.Directories.All.FirstOrDefault(directory => !atLastStart.Contains(directory.Id)) is { } stranger)
            throw new StartupException(
                $"{stranger.Path} is not the log directory of the last start, and {ids} is missing: is a disk not mounted? " +
                $"Where what it held is lost, start once without {stranger.Path} in log.dirs");
        parts.Log.Warn($"The log directory {ids} of the last start is not in log.dirs any more; the partitions that it held begin empty");
    }

    /// <summary>A directory that Apache Kafka wrote may have features finalized that are not built here.</summary>
    private static void WithdrawForeignFeatures(BrokerParts parts, MetadataImage image)
    {
        var withdrawn = FeatureCatalog.Built.Withdraw(image.Features);
        if (withdrawn.Count == 0) return;
        parts.Log.Warn($"The metadata log has {withdrawn.Count} features finalized at levels that this broker does not serve; they are turned off or set to the nearest level served.");
        parts.Services.Controller.WriteAtStart((_, _) => withdrawn);
    }

    private static IReadOnlyList<IMetadataRecord> Register(
        in BrokerRegistrationRequest request, ControllerContext context, string clusterId, long nextOffset)
    {
        // The lock on the directory is the proof that no other run of this broker is alive.
        var decision = BrokerRegistration.Register(request, context, clusterId, nextOffset, isPreviousAlive: false);
        return decision.Response.ErrorCode == ErrorCode.None
            ? decision.Records
            : throw new StartupException($"The broker cannot register with its own metadata log: {decision.Response.ErrorCode.ToKafkaName()}");
    }

    private static BrokerRegistrationRequest Registration(BrokerParts parts, BrokerConfig config, IReadOnlyList<AdvertisedListener> listeners) => new()
    {
        BrokerId = config.NodeId,
        ClusterId = parts.Directories.ClusterId,
        IncarnationId = parts.Services.Random.NextUuid(),
        Rack = config.Rack,
        Features = FeatureCatalog.Built.Supported(),
        LogDirs = [.. parts.Directories.All.Select(directory => directory.Id)],
        Listeners =
        [
            .. listeners.Select(listener => new BrokerRegistrationRequest.Listener
            {
                Name = listener.Name, Host = listener.Host, Port = listener.Port, SecurityProtocol = listener.SecurityProtocol,
            }),
        ],
    };

    private static void SetAsideStrays(BrokerParts parts, MetadataImage image)
    {
        Uuid? TopicIdOf(TopicPartition id) =>
            id.Topic == TopicNames.ClusterMetadata ? Uuid.MetadataTopic
            : image.Topics.Find(id.Topic) is { } topic && topic.Partition(id.Partition) is not null ? topic.Id
            : null;
        foreach (var directory in parts.Directories.All) directory.SetAsideStrays(TopicIdOf, parts.Services.Random, parts.Log);
    }
}
