using Levada.Broker.Data;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells where a leader epoch ended, so that a client finds what a lost leader took with it (KIP-320).</summary>
[KafkaApi(ApiKey.OffsetForLeaderEpoch, 2, 4)]
internal sealed class OffsetForLeaderEpochHandler(PartitionRegistry partitions)
    : IRequestHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>
{
    public ValueTask<OffsetForLeaderEpochResponse> HandleAsync(
        OffsetForLeaderEpochRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = Array.ConvertAll(request.Topics, topic => new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult
        {
            Topic = topic.Topic,
            Partitions = Array.ConvertAll(topic.Partitions, partition => Answer(topic.Topic, partition)),
        });
        return new(new OffsetForLeaderEpochResponse { Topics = topics });
    }

    private OffsetForLeaderEpochResponse.EpochEndOffset Answer(
        string topic, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked)
    {
        var answer = new OffsetForLeaderEpochResponse.EpochEndOffset { Partition = asked.Partition };
        if (partitions.Find(new TopicPartition(topic, asked.Partition)) is not { } hosted)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return answer;
        }

        lock (hosted.Gate)
        {
            var log = hosted.Partition.Log;
            answer.ErrorCode = hosted.Unavailable;
            if (answer.ErrorCode == ErrorCode.None)
                answer.ErrorCode = hosted.Partition.CheckLeaderEpoch(new LeaderEpoch(asked.CurrentLeaderEpoch));
            if (answer.ErrorCode != ErrorCode.None) return answer;
            var end = log.LeaderEpochs.EndOffsetFor(new LeaderEpoch(asked.LeaderEpoch), log.LogEndOffset);
            answer.LeaderEpoch = end.Epoch.Value;
            answer.EndOffset = end.EndOffset;
            return answer;
        }
    }
}
