using Levada.Protocol;

namespace Levada.Coordination.Share;

/// <summary>The records of one partition that one share group has in flight: who holds which, and what became of them.</summary>
/// <remarks>
/// One caller at a time. What members say becomes state in two steps: a <see cref="ShareTransition"/> says what to persist, and
/// <see cref="Complete"/> takes it over. Acquisitions are not persisted: after a crash the records are available again. The
/// window has no holes; offsets without a record for members are archived as they are met. Source: KIP-932.
/// </remarks>
public sealed class SharePartition
{
    private readonly InFlightWindow _window;
    private readonly Acquisition _acquisition;
    private readonly Acknowledgement _acknowledgement;

    /// <summary>Takes up what was persisted; what was acquired then is available now.</summary>
    public SharePartition(ShareLimits limits, long startOffset, IEnumerable<StateBatch> batches)
    {
        Limits = limits;
        _window = new InFlightWindow(startOffset);
        foreach (var batch in batches)
        {
            if (batch.Last < _window.EndOffset) continue;
            if (batch.First > _window.EndOffset) _window.Append(batch.First - 1, RecordState.Available, 0);
            var state = batch.State == RecordState.Acquired ? RecordState.Available : batch.State;
            var run = _window.Append(batch.Last, state, batch.DeliveryCount);
            if (state == RecordState.Archiving) run.Reason = InferReason(batch.DeliveryCount, limits);
        }

        _window.Tidy();
        _acquisition = new Acquisition(_window);
        _acknowledgement = new Acknowledgement(_window);
    }

    /// <summary>May be replaced at any time; locks that are held keep their end.</summary>
    public ShareLimits Limits { get; set; }

    /// <summary>Everything below is done with.</summary>
    public long StartOffset => _window.StartOffset;

    /// <summary>The next offset that was never delivered.</summary>
    public long EndOffset => _window.EndOffset;

    /// <summary>Records in the window that are done with.</summary>
    public int DeliveryCompleteCount
    {
        get
        {
            long count = 0;
            foreach (var run in _window.Runs)
            {
                if (run.IsDone) count += run.Count;
            }

            return (int)count;
        }
    }

    public ShareProgress Progress => new(StartOffset, DeliveryCompleteCount);

    /// <summary>When the first lock ends, in monotonic milliseconds; <see cref="long.MaxValue"/> without any.</summary>
    public long NextDeadlineMs
    {
        get
        {
            var next = long.MaxValue;
            foreach (var run in _window.Runs)
            {
                if (run.IsLocked) next = Math.Min(next, run.LockedUntilMs);
            }

            return next;
        }
    }

    /// <summary>From where the log is to be read for an acquisition; null while nothing can be acquired.</summary>
    public long? NextFetchOffset
    {
        get
        {
            foreach (var run in _window.Runs)
            {
                if (run.IsAvailable) return run.First;
            }

            return EndOffset - StartOffset < Limits.RecordLocksMax ? EndOffset : null;
        }
    }

    /// <summary>What stands in the window that differs from the first delivery to come; for tests and descriptions.</summary>
    public IEnumerable<StateBatch> States => _window.Runs.Select(run => new StateBatch(run.First, run.Last, run.State, run.DeliveryCount));

    /// <summary>Gives a member records that nobody holds.</summary>
    /// <param name="elapsedMs">Monotonic milliseconds.</param>
    public IReadOnlyList<AcquiredRange> Acquire(AcquireRequest request, long elapsedMs)
    {
        var acquired = _acquisition.Run(request, Limits, elapsedMs);
        _window.Tidy();
        return acquired;
    }

    /// <summary>Takes a member's word on records that it holds: all of it or nothing.</summary>
    /// <param name="transition">What to persist; null when there is nothing.</param>
    /// <returns>INVALID_RECORD_STATE where the member does not hold a record; INVALID_REQUEST behind the last delivered one.</returns>
    public ErrorCode Acknowledge(
        string memberId, IReadOnlyList<AcknowledgementBatch> batches, long elapsedMs, out ShareTransition? transition) =>
        _acknowledgement.Run(memberId, batches, Limits, elapsedMs, out transition);

    /// <summary>Takes back what a member acquired up to a session, which has ended.</summary>
    /// <param name="sessionNumber">What the member acquired in a later session stays its own: it has come back meanwhile.</param>
    public ShareTransition? Release(string memberId, long sessionNumber) =>
        _acknowledgement.TakeBack(run => run.MemberId == memberId && run.SessionNumber <= sessionNumber, Limits, DeadLetterReason.MemberLeft, isForced: false);

    /// <summary>Takes back what was held too long.</summary>
    public ShareTransition? ExpireLocks(long elapsedMs) =>
        _acknowledgement.TakeBack(run => run.LockedUntilMs <= elapsedMs, Limits, DeadLetterReason.LockExpired, isForced: true);

    /// <summary>Takes over a transition that is persisted, or takes it back because it cannot be.</summary>
    public void Complete(ShareTransition transition, ErrorCode error)
    {
        foreach (var run in _window.Runs)
        {
            if (run.Pending != transition) continue;
            if (error == ErrorCode.None || transition.IsForced) run.MoveTo(run.PendingState);
            else run.Undo();
        }

        _window.Tidy();
    }

    /// <summary>Records that are gone from the log are gone from the window, whoever holds them.</summary>
    public void AdvanceLogStart(long logStartOffset)
    {
        _window.DropBefore(logStartOffset);
        _window.Tidy();
    }

    /// <summary>Records whose dead letters have to be written now; each is named once, and again after a restart.</summary>
    public IReadOnlyList<DeadLetterRange> TakeDeadLetters()
    {
        List<DeadLetterRange>? taken = null;
        foreach (var run in _window.Runs)
        {
            if (run is not { State: RecordState.Archiving, Pending: null, IsDeadLettering: false }) continue;
            run.IsDeadLettering = true;
            (taken ??= []).Add(new DeadLetterRange(run.First, run.Last, run.DeliveryCount, run.Reason));
        }

        return taken ?? (IReadOnlyList<DeadLetterRange>)[];
    }

    /// <summary>The dead letters of some ranges are written, or never will be: the records are done with.</summary>
    public ShareTransition? FinishDeadLetters(IReadOnlyList<DeadLetterRange> ranges) => _acknowledgement.Archive(ranges);

    private static DeadLetterReason InferReason(short deliveryCount, ShareLimits limits) =>
        deliveryCount < limits.DeliveryCountMax ? DeadLetterReason.Rejected : DeadLetterReason.DeliveriesUsedUp;
}
