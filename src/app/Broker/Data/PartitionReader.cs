using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>Reads one partition for a fetch: epoch checks, range checks, then a range of a file.</summary>
internal static class PartitionReader
{
    /// <param name="mayBlock">Whether the caller's thread may wait for a disk; otherwise only what is warm is read.</param>
    public static FetchRead Read(
        HostedPartition hosted, in FetchPosition position, bool isReadCommitted, int bytesMax, bool isOneBatchRequired, bool mayBlock)
    {
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return FetchRead.Failed(hosted.Unavailable);
            var partition = hosted.Partition;
            if (partition.CheckLeaderEpoch(position.CurrentLeaderEpoch) is var epochError and not ErrorCode.None)
                return FetchRead.Failed(epochError);
            var answer = new FetchRead(
                ErrorCode.None, default, partition.HighWatermark, partition.HighWatermark, partition.Log.LogStartOffset, null, null);
            if (position.FetchOffset < partition.Log.LogStartOffset || position.FetchOffset > partition.Log.LogEndOffset)
                return answer with { Error = ErrorCode.OffsetOutOfRange };
            if (FindDivergence(partition, position) is { } diverging) return answer with { DivergingEpoch = diverging };
            if (!mayBlock && position.FetchOffset < partition.Log.WarmOffset) return FetchRead.Cold;
            try
            {
                return ReadRange(partition, position, isReadCommitted, bytesMax, isOneBatchRequired, answer);
            }
            catch (IOException e)
            {
                hosted.Directory.GoOffline(e);
                return FetchRead.Failed(ErrorCode.KafkaStorageError);
            }
        }
    }

    private static FetchRead ReadRange(
        Partition partition, in FetchPosition position, bool isReadCommitted, int bytesMax, bool isOneBatchRequired, FetchRead answer)
    {
        var stable = partition.LastStablePosition;
        answer = answer with { LastStableOffset = stable.Offset };
        var end = isReadCommitted ? stable : partition.HighWatermarkPosition;
        if (position.FetchOffset >= end.Offset || bytesMax <= 0 && !isOneBatchRequired) return answer;
        var read = partition.Log.Read(position.FetchOffset, Math.Min(bytesMax, position.PartitionBytesMax), isOneBatchRequired, end);
        if (read.Error != ErrorCode.None) return answer with { Error = read.Error };
        var aborted = isReadCommitted && !read.Range.IsEmpty
            ? partition.Log.AbortedTransactions(position.FetchOffset, read)
            : null;
        return answer with { Range = read.Range, AbortedTransactions = aborted };
    }

    private static (LeaderEpoch Epoch, long EndOffset)? FindDivergence(Partition partition, in FetchPosition position)
    {
        if (position.LastFetchedEpoch == LeaderEpoch.None) return null;
        var end = partition.Log.LeaderEpochs.EndOffsetFor(position.LastFetchedEpoch, partition.Log.LogEndOffset);
        return end.Epoch < position.LastFetchedEpoch || end.EndOffset < position.FetchOffset ? end : null;
    }
}
