using Levada.Broker.Data;
using Levada.Coordination.Share;
using Levada.Log;
using Levada.Protocol;
using Levada.Records;
using Levada.Replication;

namespace Levada.Broker.Share;

/// <summary>What a partition's log holds from an offset on, as batches: headers are read, records are not.</summary>
internal sealed class ShareRead
{
    private const int WindowByteCount = 16 * 1024;
    private readonly List<ShareReadBatch> _batches = [];

    private ShareRead(ErrorCode error) => Error = error;

    public ErrorCode Error { get; }
    public FileRange Range { get; private set; }

    /// <summary>The end of what members may read.</summary>
    public long ReadableEndOffset { get; private init; }

    /// <summary>What the high watermark was, to wait for more.</summary>
    public long HighWatermark { get; private init; }

    /// <summary>The end of what was read.</summary>
    public long EndOffset => _batches.Count == 0 ? -1 : _batches[^1].Offsets.Last + 1;

    public OffsetRange[] BatchesForMembers => [.. _batches.Where(batch => batch.IsForMembers).Select(batch => batch.Offsets)];

    public static ShareRead At(
        HostedPartition hosted, long fetchOffset, bool isReadCommitted, int bytesMax, bool isOneBatchRequired, ShareReadLimit limit)
    {
        var position = new FetchPosition(fetchOffset, int.MaxValue, LeaderEpoch.None, LeaderEpoch.None);
        var answer = PartitionReader.Read(hosted, position, isReadCommitted, bytesMax, isOneBatchRequired, mayBlock: true);
        var read = new ShareRead(answer.Error)
        {
            Range = answer.Range,
            HighWatermark = answer.HighWatermark,
            ReadableEndOffset = isReadCommitted ? answer.LastStableOffset : answer.HighWatermark,
        };
        if (answer.Range.IsEmpty) return read;
        try
        {
            read.Scan(answer.AbortedTransactions ?? [], limit);
            return read;
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
        }
        catch (ObjectDisposedException)
        {
            // Retention or a deletion of the topic took the file away.
        }

        return new ShareRead(ErrorCode.KafkaStorageError);
    }

    /// <summary>The bytes of the batches that hold acquired records, and of those between them.</summary>
    public FileRange Slice(IReadOnlyList<AcquiredRange> acquired)
    {
        if (acquired.Count == 0) return default;
        var first = _batches.FindIndex(batch => batch.Offsets.Last >= acquired[0].First);
        var last = _batches.FindLastIndex(batch => batch.Offsets.First <= acquired[^1].Last);
        var start = _batches[first].FilePosition;
        return Range with { Position = start, ByteCount = (int)(_batches[last].FilePosition + _batches[last].ByteCount - start) };
    }

    private void Scan(IReadOnlyList<AbortedTransaction> aborted, ShareReadLimit limit)
    {
        var window = new FrameBuffer();
        try
        {
            var end = Range.Position + Range.ByteCount;
            long windowStart = 0;
            long freshCount = 0;
            for (var position = Range.Position; freshCount < limit.FreshCountMax && end - position >= RecordBatchFormat.HeaderByteCount;)
            {
                if (position + RecordBatchFormat.HeaderByteCount > windowStart + window.Length) Fill(window, windowStart = position, end);
                var at = (int)(position - windowStart);
                if (window.Length - at < RecordBatchFormat.HeaderByteCount || !RecordBatchHeader.TryRead(window.Written[at..], out var header)) break;
                // The last one may be cut.
                if (position + header.SizeBytes > end) break;
                var batch = new ShareReadBatch(
                    new OffsetRange(header.BaseOffset, header.LastOffset), position, header.SizeBytes, IsForMembers(header, aborted));
                _batches.Add(batch);
                if (batch.IsForMembers) freshCount += Math.Max(0, header.LastOffset + 1 - Math.Max(header.BaseOffset, limit.FreshOffset));
                position += header.SizeBytes;
            }
        }
        finally
        {
            window.Release();
        }
    }

    private void Fill(FrameBuffer window, long position, long end)
    {
        window.Clear();
        var byteCount = (int)Math.Min(WindowByteCount, end - position);
        window.Truncate(Range.File!.Read(window.Append(byteCount), position));
    }

    private static bool IsForMembers(in RecordBatchHeader header, IReadOnlyList<AbortedTransaction> aborted)
    {
        if (header.IsControl) return false;
        if (!header.IsTransactional) return true;
        foreach (var transaction in aborted)
        {
            if (transaction.ProducerId == header.ProducerId
                && transaction.FirstOffset <= header.BaseOffset && header.BaseOffset <= transaction.LastOffset) return false;
        }

        return true;
    }
}
