using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A partition in memory whose high watermark moves when it is told to.</summary>
internal sealed class MemoryShardLog : IShardLog
{
    private readonly List<(long EndOffset, ICommitWaiter Waiter)> _waiters = [];

    public List<ShardRecord> Records { get; } = [];
    public List<int> BatchSizes { get; } = [];
    public long HighWatermark { get; private set; }
    public ErrorCode ReplayError { get; set; }
    public ErrorCode AppendError { get; set; }
    public bool IsCommittedAtOnce { get; set; } = true;
    public int ReplayCount { get; private set; }

    public ShardLogOutcome Replay(Action<ShardRecord> apply, CancellationToken cancellationToken)
    {
        ReplayCount++;
        if (ReplayError != ErrorCode.None) return new(ReplayError, 0);
        foreach (var record in Records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            apply(record);
        }

        return new(ErrorCode.None, Records.Count);
    }

    public ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs)
    {
        if (AppendError != ErrorCode.None) return new(AppendError, 0);
        Records.AddRange(records);
        BatchSizes.Add(records.Length);
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
