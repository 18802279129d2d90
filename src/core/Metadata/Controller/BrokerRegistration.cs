using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Decides how brokers come and serve: registration, unfencing, leadership at start.</summary>
public static class BrokerRegistration
{
    /// <summary>Registers a broker, fenced at first.</summary>
    /// <param name="nextOffset">The offset the registration record will get: it is the broker's epoch.</param>
    /// <param name="isPreviousAlive">Whether another run of the same broker still has a session.</param>
    public static ControllerDecision<BrokerRegistrationResponse> Register(
        in BrokerRegistrationRequest request, ControllerContext context, string clusterId, long nextOffset, bool isPreviousAlive)
    {
        var previous = context.Image.Cluster.Broker(request.BrokerId);
        var isSameRun = previous is not null && previous.IncarnationId == request.IncarnationId;
        if (Check(request, context.Image, clusterId) is { } error) return Refuse(error);
        if (previous is not null && !isSameRun && isPreviousAlive) return Refuse(ErrorCode.DuplicateBrokerRegistration);

        // A repeated request of the same run keeps what it has.
        var epoch = isSameRun ? previous!.Epoch.Value : nextOffset;
        var record = new RegisterBrokerRecord
        {
            BrokerId = request.BrokerId,
            IncarnationId = request.IncarnationId,
            BrokerEpoch = epoch,
            EndPoints = Array.ConvertAll(request.Listeners, Endpoint),
            Features = Array.ConvertAll(request.Features, Feature),
            Rack = request.Rack,
            Fenced = !isSameRun || previous!.IsFenced,
            InControlledShutdown = isSameRun && previous!.IsInControlledShutdown,
            LogDirs = request.LogDirs,
        };
        return new(
            [MetadataRecords.Of(record, context.MetadataVersion)],
            new BrokerRegistrationResponse { ErrorCode = ErrorCode.None, BrokerEpoch = epoch });
    }

    /// <summary>Lets a registered broker serve: takes the fence away and gives every partition it leads a new leader epoch.</summary>
    /// <remarks>
    /// The new epoch at every start lets clients see that records may have been lost with the page cache. Empty where the
    /// broker is not registered.
    /// </remarks>
    public static IReadOnlyList<IMetadataRecord> Start(ControllerContext context, int brokerId)
    {
        if (context.Image.Cluster.Broker(brokerId) is not { } broker) return [];
        var records = new List<IMetadataRecord>();
        if (broker.IsFenced)
        {
            var change = new BrokerRegistrationChangeRecord { BrokerId = brokerId, BrokerEpoch = broker.Epoch.Value, Fenced = -1 };
            records.Add(MetadataRecords.Of(change, context.MetadataVersion));
        }

        foreach (var topic in context.Image.Topics.InNameOrder) AddElections(topic, brokerId, context.MetadataVersion, records);
        return records;
    }

    private static void AddElections(TopicImage topic, int brokerId, short metadataVersion, List<IMetadataRecord> records)
    {
        for (var index = 0; index < topic.PartitionCount; index++)
        {
            if (topic.Partition(index) is not { } partition || !Leads(partition, brokerId)) continue;
            var change = new PartitionChangeRecord { PartitionId = index, TopicId = topic.Id, Leader = brokerId };
            records.Add(MetadataRecords.Of(change, metadataVersion));
        }
    }

    private static bool Leads(PartitionImage partition, int brokerId) =>
        partition.Leader == brokerId || (partition.Leader == PartitionImage.NoLeader && partition.Isr.Contains(brokerId));

    private static ErrorCode? Check(in BrokerRegistrationRequest request, MetadataImage image, string clusterId)
    {
        if (request.ClusterId != clusterId) return ErrorCode.InconsistentClusterId;
        if (request.LogDirs.Distinct().Count() != request.LogDirs.Length) return ErrorCode.InvalidRequest;
        foreach (var (name, level) in image.Features.Levels)
        {
            var offered = Array.FindIndex(request.Features, feature => feature.Name == name);
            if (offered < 0) return ErrorCode.UnsupportedVersion;
            var feature = request.Features[offered];
            if (level < feature.MinSupportedVersion || level > feature.MaxSupportedVersion) return ErrorCode.UnsupportedVersion;
        }

        return null;
    }

    private static ControllerDecision<BrokerRegistrationResponse> Refuse(ErrorCode error) =>
        new([], new BrokerRegistrationResponse { ErrorCode = error });

    private static RegisterBrokerRecord.BrokerEndpoint Endpoint(BrokerRegistrationRequest.Listener listener) => new()
    {
        Name = listener.Name,
        Host = listener.Host,
        Port = listener.Port,
        SecurityProtocol = listener.SecurityProtocol,
    };

    private static RegisterBrokerRecord.BrokerFeature Feature(BrokerRegistrationRequest.Feature feature) => new()
    {
        Name = feature.Name,
        MinSupportedVersion = feature.MinSupportedVersion,
        MaxSupportedVersion = feature.MaxSupportedVersion,
    };
}
