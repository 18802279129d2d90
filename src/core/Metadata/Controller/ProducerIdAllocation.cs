using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Decides AllocateProducerIds: a block of ids, never handed out again.</summary>
public static class ProducerIdAllocation
{
    public const int BlockSize = 1000;

    public static ControllerDecision<AllocateProducerIdsResponse> Decide(in AllocateProducerIdsRequest request, ControllerContext context)
    {
        if (context.Image.Cluster.Broker(request.BrokerId) is not { } broker) return Refuse(ErrorCode.BrokerIdNotRegistered);
        if (broker.Epoch.Value != request.BrokerEpoch) return Refuse(ErrorCode.StaleBrokerEpoch);
        var first = context.Image.ProducerIds.NextProducerId;
        if (first > long.MaxValue - BlockSize) return Refuse(ErrorCode.UnknownServerError);
        var record = new ProducerIdsRecord
        {
            BrokerId = request.BrokerId,
            BrokerEpoch = request.BrokerEpoch,
            NextProducerId = first + BlockSize,
        };
        return new(
            [MetadataRecords.Of(record)],
            new AllocateProducerIdsResponse { ErrorCode = ErrorCode.None, ProducerIdStart = first, ProducerIdLen = BlockSize });
    }

    private static ControllerDecision<AllocateProducerIdsResponse> Refuse(ErrorCode error) =>
        new([], new AllocateProducerIdsResponse { ErrorCode = error });
}
