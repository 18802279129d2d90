using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A partition in memory whose high watermark moves when it is told to.</summary>
internal sealed class MemoryShardLog : IShardLog
{
    private readonly Dictionary<ShardRecord, ShardMarker> _markers = [];
    private readonly List<(long EndOffset, ICommitWaiter Waiter)> _waiters = [];

    public List<ShardRecord> Records { get; } = [];
    public List<int> BatchSizes { get; } = [];
    public long HighWatermark { get; private set; }
    public ErrorCode ReplayError { get; set; }
    public ErrorCode AppendError { get; set; }
    public bool IsCommittedAtOnce { get; set; } = true;
    public int ReplayCount { get; private set; }

    public ShardLogOutcome Replay(Action<ShardRecord> apply, Action<ShardMarker> applyMarker, CancellationToken cancellationToken)
    {
        ReplayCount++;
        if (ReplayError != ErrorCode.None) return new(ReplayError, 0);
        foreach (var record in Records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_markers.TryGetValue(record, out var marker)) applyMarker(marker);
            else apply(record);
        }

        return new(ErrorCode.None, Records.Count);
    }

    /// <summary>The error that transactional appends are refused with.</summary>
    public ErrorCode RefusalOfProducers { get; set; }

    public ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs, ShardProducer? producer = null)
    {
        if (AppendError != ErrorCode.None) return new(AppendError, 0);
        if (producer is not null && RefusalOfProducers != ErrorCode.None) return new(RefusalOfProducers, 0, IsRefused: true);
        foreach (var record in records) Records.Add(record with { ProducerId = producer?.ProducerId ?? -1 });
        BatchSizes.Add(records.Length);
        return new(ErrorCode.None, Records.Count);
    }

    public ShardLogOutcome Append(ShardMarker marker, long timestampMs)
    {
        if (RefusalOfProducers != ErrorCode.None) return new(RefusalOfProducers, 0, IsRefused: true);
        var record = new ShardRecord([], null, marker.ProducerId);
        Records.Add(record);
        _markers.Add(record, marker);
        return new(ErrorCode.None, Records.Count);
    }

    public void WhenCommitted(long endOffset, ICommitWaiter waiter)
    {
        _waiters.Add((endOffset, waiter));
        if (IsCommittedAtOnce) Commit();
    }

    /// <summary>The high watermark reaches the given offset, or the end.</summary>
    public void Commit(long? upTo = null)
    {
        HighWatermark = upTo ?? Records.Count;
        foreach (var waiter in _waiters.Where(waiter => waiter.EndOffset <= HighWatermark).ToList())
        {
            _waiters.Remove(waiter);
            waiter.Waiter.OnCommitted(waiter.EndOffset, ErrorCode.None);
        }
    }

    public void Fail(ErrorCode error)
    {
        foreach (var (endOffset, waiter) in _waiters.ToList()) waiter.OnCommitted(endOffset, error);
        _waiters.Clear();
    }
}
