using Levada.Protocol;

namespace Levada.Coordination.Share;

/// <summary>Begins the transitions of records that members hold.</summary>
internal sealed class Acknowledgement(InFlightWindow window)
{
    public ErrorCode Run(
        string memberId, IReadOnlyList<AcknowledgementBatch> batches, ShareLimits limits, long elapsedMs, out ShareTransition? transition)
    {
        var begun = new ShareTransition(isForced: false);
        var renewed = new List<InFlightRun>();
        transition = null;
        foreach (var batch in batches)
        {
            var error = Begin(memberId, batch, limits, begun, renewed);
            if (error == ErrorCode.None) continue;
            foreach (var run in window.Runs)
            {
                if (run.Pending == begun) run.Undo();
            }

            window.Tidy();
            return error;
        }

        foreach (var run in renewed) run.LockedUntilMs = elapsedMs + limits.LockDurationMs;
        transition = Finish(begun);
        return ErrorCode.None;
    }

    /// <param name="reason">Why those are given up that have had all their deliveries.</param>
    public ShareTransition? TakeBack(Func<InFlightRun, bool> isMeant, ShareLimits limits, DeadLetterReason reason, bool isForced)
    {
        var transition = new ShareTransition(isForced);
        foreach (var run in window.Runs)
        {
            if (run.IsLocked && isMeant(run)) Begin(run, Target(AcknowledgeType.Release, run, limits), reason, transition);
        }

        return Finish(transition);
    }

    public ShareTransition? Archive(IReadOnlyList<DeadLetterRange> ranges)
    {
        var transition = new ShareTransition(isForced: true);
        foreach (var run in ranges.SelectMany(range => window.Cut(range.First, range.Last)))
        {
            if (run is { State: RecordState.Archiving, Pending: null }) Begin(run, RecordState.Archived, run.Reason, transition);
        }

        return Finish(transition);
    }

    private ErrorCode Begin(
        string memberId, in AcknowledgementBatch batch, ShareLimits limits, ShareTransition transition, List<InFlightRun> renewed)
    {
        // What is done with may be acknowledged again: an answer was lost.
        if (batch.Last < window.StartOffset) return ErrorCode.None;
        if (batch.Last >= window.EndOffset) return window.Runs.Count == 0 ? ErrorCode.InvalidRecordState : ErrorCode.InvalidRequest;
        for (var offset = Math.Max(batch.First, window.StartOffset); offset <= batch.Last;)
        {
            var type = batch.TypeAt(offset);
            var last = batch.Types.Count == 1 ? batch.Last : offset;
            while (last < batch.Last && batch.TypeAt(last + 1) == type) last++;
            foreach (var run in window.Cut(offset, last))
            {
                if (!run.IsLocked || run.MemberId != memberId) return ErrorCode.InvalidRecordState;
                if (type == AcknowledgeType.Renew) renewed.Add(run);
                else Begin(run, Target(type, run, limits), ReasonOf(type), transition);
            }

            offset = last + 1;
        }

        return ErrorCode.None;
    }

    private static void Begin(InFlightRun run, RecordState target, DeadLetterReason reason, ShareTransition transition)
    {
        run.Pending = transition;
        run.PendingState = target;
        if (target == RecordState.Archiving) run.Reason = reason;
        transition.Add(run.First, run.Last, target, run.DeliveryCount);
    }

    private static RecordState Target(AcknowledgeType type, InFlightRun run, ShareLimits limits) => type switch
    {
        AcknowledgeType.Accept => RecordState.Acknowledged,
        AcknowledgeType.Release when run.DeliveryCount < limits.DeliveryCountMax => RecordState.Available,
        AcknowledgeType.Release or AcknowledgeType.Reject when limits.IsDeadLettering => RecordState.Archiving,
        _ => RecordState.Archived,
    };

    private static DeadLetterReason ReasonOf(AcknowledgeType type) =>
        type == AcknowledgeType.Reject ? DeadLetterReason.Rejected : DeadLetterReason.Released;

    private ShareTransition? Finish(ShareTransition transition)
    {
        if (transition.Batches.Count == 0) return null;
        transition.StartOffset = window.StartOffset;
        transition.DeliveryCompleteCount = (int)window.Runs
            .Where(run => run.IsDone || run.Pending == transition && run.PendingState is RecordState.Acknowledged or RecordState.Archived)
            .Sum(run => run.Count);
        return transition;
    }
}
