using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Quorum;

namespace Levada.Broker.Handlers;

/// <summary>Describes the metadata quorum: who leads it, in which epoch, and how far each voter is (KIP-595, KIP-836, KIP-853).</summary>
[KafkaApi(ApiKey.DescribeQuorum, 0, 2)]
internal sealed class DescribeQuorumHandler(ControllerLoop controller, MetadataPublisher metadata, BrokerClock clock)
    : IRequestHandler<DescribeQuorumRequest, DescribeQuorumResponse>
{
    private const short FirstVersionWithDirectories = 2;

    public async ValueTask<DescribeQuorumResponse> HandleAsync(
        DescribeQuorumRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (request.Topics is not [{ TopicName: TopicNames.ClusterMetadata, Partitions: [{ PartitionIndex: 0 }] }])
            return new() { Topics = Array.ConvertAll(request.Topics, RefuseTopic) };
        var hasDirectories = context.Version >= FirstVersionWithDirectories;
        var partition = await controller.LookAsync(quorum => Describe(quorum, hasDirectories), cancellationToken);
        return new()
        {
            Topics = [new() { TopicName = TopicNames.ClusterMetadata, Partitions = [partition] }],
            Nodes = !hasDirectories ? [] : [.. BrokerEndpoints.Active(metadata.Image, context.ListenerName)
                .Where(broker => broker.Id == partition.LeaderId)
                .Select(broker => DescribeNode(broker, context.ListenerName))],
        };
    }

    /// <summary>The leader is always as far as itself.</summary>
    private DescribeQuorumResponse.PartitionData Describe(QuorumNode quorum, bool hasDirectories) => new()
    {
        LeaderId = quorum.NodeId,
        LeaderEpoch = quorum.Epoch.Value,
        HighWatermark = quorum.HighWatermark,
        CurrentVoters =
        [
            new()
            {
                ReplicaId = quorum.NodeId,
                ReplicaDirectoryId = hasDirectories ? quorum.DirectoryId : Uuid.Zero,
                LogEndOffset = quorum.LogEndOffset,
                LastFetchTimestamp = clock.NowMs,
                LastCaughtUpTimestamp = clock.NowMs,
            },
        ],
    };

    /// <summary>The one node is controller and broker on the same listeners.</summary>
    private static DescribeQuorumResponse.Node DescribeNode(BrokerAddress broker, string listenerName) => new()
    {
        NodeId = broker.Id, Listeners = [new() { Name = listenerName, Host = broker.Host, Port = (ushort)broker.Port }],
    };

    private static DescribeQuorumResponse.TopicData RefuseTopic(DescribeQuorumRequest.TopicData topic) => new()
    {
        TopicName = topic.TopicName,
        Partitions = Array.ConvertAll(topic.Partitions, partition => new DescribeQuorumResponse.PartitionData
        {
            PartitionIndex = partition.PartitionIndex, ErrorCode = ErrorCode.UnknownTopicOrPartition,
        }),
    };
}
