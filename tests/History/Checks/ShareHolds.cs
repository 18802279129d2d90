using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>When members of share groups hold what was delivered to them.</summary>
internal sealed class ShareHolds(ClientHistory history)
{
    // Brokers count locks in whole milliseconds, so that one may end up to a millisecond early.
    private const long ClockStepUs = 1_000;

    private readonly FaultEvent[] _faults = [.. history.Of<FaultEvent>()];
    private readonly ILookup<string, LeaveEvent> _leaves = history.Of<LeaveEvent>().ToLookup(leave => leave.Process);

    /// <summary>Whether a member may have lost a record, or given it back, at some time up to the given one.</summary>
    public bool MayBeOver(SharedRecord record, DeliveryEvent held, long untilUs)
    {
        var said = Array.FindAll(record.Ends, end => end.Process == held.Process && end.EndUs >= held.BeginUs && end.BeginUs <= untilUs);
        // The lock began at the earliest when the fetch, or what renewed it, was sent.
        var lockedFromUs = said.Where(end => end is { Type: AcknowledgeType.Renew, Outcome: Outcome.Ok } && end.EndUs <= untilUs)
            .Select(end => end.BeginUs).Append(held.BeginUs).Max();
        return untilUs >= lockedFromUs + record.Group.LockMs * 1000 - ClockStepUs
            || Array.Exists(said, end => end.Type != AcknowledgeType.Renew && end.Outcome != Outcome.Failed)
            || IsBroken(held, untilUs);
    }

    /// <summary>Whether the broker or the member's session had an end between a delivery and a time.</summary>
    public bool IsBroken(DeliveryEvent held, long untilUs) =>
        Array.Exists(_faults, fault => fault.EndUs >= held.BeginUs && fault.BeginUs <= untilUs)
            || _leaves[held.Process].Any(leave => leave.EndUs >= held.BeginUs && leave.BeginUs <= untilUs);
}
