namespace Levada.Coordination.Share;

/// <summary>Gives records of a window to members.</summary>
internal sealed class Acquisition(InFlightWindow window)
{
    private readonly List<AcquiredRange> _acquired = [];
    private AcquireRequest _request = null!;
    private ShareLimits _limits = null!;
    private long _lockedUntilMs;
    private long _leftCount;
    private bool _isOver;

    public IReadOnlyList<AcquiredRange> Run(AcquireRequest request, ShareLimits limits, long elapsedMs)
    {
        _acquired.Clear();
        _request = request;
        _limits = limits;
        _lockedUntilMs = elapsedMs + limits.LockDurationMs;
        _leftCount = request.RecordCountMax;
        _isOver = _leftCount <= 0;
        var position = Math.Max(request.FetchOffset, window.StartOffset);
        foreach (var batch in request.Batches)
        {
            if (_isOver) break;
            if (batch.Last < position) continue;
            ArchiveMissing(position, batch.First - 1);
            Redeliver(batch, Math.Max(position, batch.First));
            DeliverFirst(batch);
            position = batch.Last + 1;
        }

        if (!_isOver) ArchiveMissing(position, request.EndOffset - 1);
        return _acquired.Count == 0 ? [] : [.. _acquired];
    }

    /// <summary>Offsets that were read and hold nothing for members: compacted away, control batches, aborted records.</summary>
    private void ArchiveMissing(long first, long last)
    {
        foreach (var run in window.Cut(first, last))
        {
            if (run.IsAvailable) run.MoveTo(RecordState.Archived);
        }

        if (last >= window.EndOffset && first <= window.EndOffset) window.Append(last, RecordState.Archived, 0);
    }

    private void Redeliver(OffsetRange batch, long from)
    {
        foreach (var run in window.Cut(from, batch.Last))
        {
            if (_isOver) return;
            if (!run.IsAvailable) continue;
            if (run.DeliveryCount >= _limits.DeliveryCountMax)
            {
                run.Reason = DeadLetterReason.LimitLowered;
                run.MoveTo(_limits.IsDeadLettering ? RecordState.Archiving : RecordState.Archived);
                continue;
            }

            var isIsolated = run.DeliveryCount >= _limits.IsolationCountMin;
            if (isIsolated && _acquired.Count > 0)
            {
                _isOver = true;
                return;
            }

            var count = CountToDeliver(run, isIsolated, batch.Count);
            foreach (var part in window.Cut(run.First, run.First + count - 1)) Acquire(part, isNewRange: false);
            _isOver |= isIsolated;
        }
    }

    private long CountToDeliver(InFlightRun run, bool isIsolated, long batchRecordCount)
    {
        var count = run.Count;
        if (_request.Mode == AcquireMode.RecordLimit) count = Math.Min(count, _leftCount);
        if (!isIsolated) return count;
        var isLastDelivery = run.DeliveryCount == _limits.DeliveryCountMax - 1 && _limits.DeliveryCountMax > 2;
        var isolatedCount = isLastDelivery ? 1 : Math.Max(1, batchRecordCount >> (run.DeliveryCount - _limits.IsolationCountMin + 1));
        return Math.Min(count, isolatedCount);
    }

    /// <summary>Delivers what of a batch lies behind the end of the window.</summary>
    private void DeliverFirst(OffsetRange batch)
    {
        if (_isOver || batch.Last < window.EndOffset) return;
        var freeCount = _limits.RecordLocksMax - (window.EndOffset - window.StartOffset);
        var countMax = Math.Min(_leftCount, freeCount);
        if (countMax <= 0)
        {
            _isOver = true;
            return;
        }

        var last = _request.Mode == AcquireMode.RecordLimit ? Math.Min(batch.Last, window.EndOffset + countMax - 1) : batch.Last;
        _isOver |= last < batch.Last;
        var isNewRange = _acquired.Count > 0 && _acquired[^1].Last - _acquired[^1].First + 1 >= _request.BatchSize;
        Acquire(window.Append(last, RecordState.Available, 0), isNewRange);
    }

    private void Acquire(InFlightRun run, bool isNewRange)
    {
        run.State = RecordState.Acquired;
        run.MemberId = _request.MemberId;
        run.SessionNumber = _request.SessionNumber;
        run.DeliveryCount++;
        run.LockedUntilMs = _lockedUntilMs;
        _leftCount -= run.Count;
        _isOver |= _leftCount <= 0;
        if (!isNewRange && _acquired.Count > 0 && _acquired[^1] is var previous
            && previous.Last + 1 == run.First && previous.DeliveryCount == run.DeliveryCount)
            _acquired[^1] = previous with { Last = run.Last };
        else
            _acquired.Add(new AcquiredRange(run.First, run.Last, run.DeliveryCount));
    }
}
