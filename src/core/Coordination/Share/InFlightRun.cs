namespace Levada.Coordination.Share;

/// <summary>Neighbouring offsets of a window that share everything.</summary>
internal sealed class InFlightRun(long first, long last, RecordState state, short deliveryCount)
{
    public long First { get; set; } = first;
    public long Last { get; set; } = last;
    public RecordState State { get; set; } = state;
    public short DeliveryCount { get; set; } = deliveryCount;

    /// <summary>Who holds an acquired run.</summary>
    public string? MemberId { get; set; }

    /// <summary>The share session in which the holder acquired it.</summary>
    public long SessionNumber { get; set; }

    /// <summary>When an acquired run is taken back, in monotonic milliseconds.</summary>
    public long LockedUntilMs { get; set; }

    /// <summary>The change that is being persisted, and what the state will be.</summary>
    public ShareTransition? Pending { get; set; }

    public RecordState PendingState { get; set; }

    /// <summary>Whether the dead letters of an archiving run are being written.</summary>
    public bool IsDeadLettering { get; set; }

    /// <summary>Why an archiving run was given up, or will be once its change is persisted.</summary>
    public DeadLetterReason Reason { get; set; }

    public long Count => Last - First + 1;
    public bool IsAvailable => State == RecordState.Available && Pending is null;
    public bool IsDone => State is RecordState.Acknowledged or RecordState.Archived;
    public bool IsLocked => State == RecordState.Acquired && Pending is null;

    public bool IsLike(InFlightRun other) =>
        State == other.State && DeliveryCount == other.DeliveryCount && Pending == other.Pending && PendingState == other.PendingState
        && MemberId == other.MemberId && SessionNumber == other.SessionNumber && LockedUntilMs == other.LockedUntilMs
        && IsDeadLettering == other.IsDeadLettering && Reason == other.Reason;

    /// <summary>Takes everything from <paramref name="at"/> on off this run.</summary>
    public InFlightRun SplitOff(long at)
    {
        var tail = new InFlightRun(at, Last, State, DeliveryCount)
        {
            MemberId = MemberId,
            SessionNumber = SessionNumber,
            LockedUntilMs = LockedUntilMs,
            Pending = Pending,
            PendingState = PendingState,
            IsDeadLettering = IsDeadLettering,
            Reason = Reason,
        };
        Last = at - 1;
        return tail;
    }

    /// <summary>Stays what it is: the change was refused.</summary>
    public void Undo()
    {
        Pending = null;
        PendingState = default;
        if (State != RecordState.Archiving) Reason = DeadLetterReason.None;
    }

    public void MoveTo(RecordState state)
    {
        State = state;
        MemberId = null;
        SessionNumber = 0;
        LockedUntilMs = 0;
        Undo();
        IsDeadLettering = false;
    }
}
