using Levada.Broker.Data;
using Levada.Log;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Replication;

namespace Levada.Broker.Handlers;

/// <summary>Answers where a partition begins, ends, or reaches a time.</summary>
[KafkaApi(ApiKey.ListOffsets, 1, 11)]
internal sealed class ListOffsetsHandler(PartitionRegistry partitions, ColdReads coldReads) : IRequestHandler<ListOffsetsRequest, ListOffsetsResponse>
{
    private const short FirstVersionWithLeaderEpoch = 4;
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;
    private const long EarliestPendingUpload = -6;
    private static readonly OffsetAndTimestamp NotFound = new(-1, -1, LeaderEpoch.None);

    public ValueTask<ListOffsetsResponse> HandleAsync(
        ListOffsetsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var version = context.Version;
        var isSearch = Array.Exists(request.Topics, topic => Array.Exists(topic.Partitions, partition => IsSearch(partition.Timestamp)));
        return isSearch ? new(coldReads.RunAsync(() => Answer(request, version))) : new(Answer(request, version));
    }

    /// <summary>Whether the log has to be looked through, and the disk perhaps waited for.</summary>
    private static bool IsSearch(long timestamp) => timestamp is >= 0 or MaxTimestamp;

    private ListOffsetsResponse Answer(ListOffsetsRequest request, short version)
    {
        var isReadCommitted = request.IsolationLevel == 1;
        var topics = Array.ConvertAll(request.Topics, topic => new ListOffsetsResponse.ListOffsetsTopicResponse
        {
            Name = topic.Name,
            Partitions = Array.ConvertAll(topic.Partitions, partition => Answer(topic.Name, partition, version, isReadCommitted)),
        });
        return new() { Topics = topics };
    }

    private ListOffsetsResponse.ListOffsetsPartitionResponse Answer(
        string topic, in ListOffsetsRequest.ListOffsetsPartition asked, short version, bool isReadCommitted)
    {
        var answer = new ListOffsetsResponse.ListOffsetsPartitionResponse { PartitionIndex = asked.PartitionIndex };
        if (asked.Timestamp < 0 && version < FirstVersionOf(asked.Timestamp))
        {
            answer.ErrorCode = ErrorCode.UnsupportedVersion;
            return answer;
        }

        if (partitions.Find(new TopicPartition(topic, asked.PartitionIndex)) is not { } hosted)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return answer;
        }

        Look(hosted, asked, isReadCommitted, ref answer);
        if (version < FirstVersionWithLeaderEpoch) answer.LeaderEpoch = LeaderEpoch.None.Value;
        return answer;
    }

    private static short FirstVersionOf(long timestamp) => timestamp switch
    {
        Latest or Earliest => 1,
        MaxTimestamp => 7,
        EarliestLocal => 8,
        LatestTiered => 9,
        EarliestPendingUpload => 11,
        _ => short.MaxValue,
    };

    private static void Look(
        HostedPartition hosted, in ListOffsetsRequest.ListOffsetsPartition asked, bool isReadCommitted,
        ref ListOffsetsResponse.ListOffsetsPartitionResponse answer)
    {
        // In between others get the gate.
        while (IsSearch(asked.Timestamp) && LearnNextTimestamp(hosted))
        {
        }

        lock (hosted.Gate)
        {
            var partition = hosted.Partition;
            answer.ErrorCode = hosted.Unavailable;
            if (answer.ErrorCode == ErrorCode.None) answer.ErrorCode = partition.CheckLeaderEpoch(new LeaderEpoch(asked.CurrentLeaderEpoch));
            if (answer.ErrorCode != ErrorCode.None) return;
            try
            {
                var found = Find(partition, asked.Timestamp, isReadCommitted ? partition.LastStablePosition.Offset : partition.HighWatermark);
                answer.Offset = found.Offset;
                answer.Timestamp = found.TimestampMs;
                answer.LeaderEpoch = found.Epoch.Value;
            }
            catch (IOException e)
            {
                hosted.Directory.GoOffline(e);
                answer.ErrorCode = ErrorCode.KafkaStorageError;
            }
        }
    }

    private static bool LearnNextTimestamp(HostedPartition hosted)
    {
        lock (hosted.Gate)
        {
            try
            {
                return hosted.Unavailable == ErrorCode.None && hosted.Partition.Log.LearnNextTimestamp();
            }
            catch (IOException e)
            {
                hosted.Directory.GoOffline(e);
                return false;
            }
        }
    }

    /// <summary>Nothing is tiered, so what asks for tiered records finds none.</summary>
    private static OffsetAndTimestamp Find(Partition partition, long timestamp, long end) => timestamp switch
    {
        Latest => new OffsetAndTimestamp(end, -1, partition.Log.LeaderEpochs.LatestEpoch),
        Earliest or EarliestLocal =>
            new OffsetAndTimestamp(partition.Log.LogStartOffset, -1, partition.Log.LeaderEpochs.EpochOf(partition.Log.LogStartOffset)),
        LatestTiered or EarliestPendingUpload => NotFound,
        MaxTimestamp => partition.Log.FindMaxTimestamp(end) ?? NotFound,
        _ => partition.Log.FindByTimestamp(timestamp, end) ?? NotFound,
    };
}
