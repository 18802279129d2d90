namespace Levada.Coordination.Share;

/// <summary>The reasons in words.</summary>
public static class DeadLetterReasons
{
    /// <summary>For programs; stays the same for ever.</summary>
    public static string Word(DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.Rejected => "rejected",
        DeadLetterReason.Released => "released",
        DeadLetterReason.LockExpired => "lock-expired",
        DeadLetterReason.MemberLeft => "member-left",
        DeadLetterReason.LimitLowered => "limit-lowered",
        _ => "deliveries-used-up",
    };

    /// <summary>For people.</summary>
    public static string Sentence(DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.Rejected => "A member rejected the record.",
        DeadLetterReason.Released => "A member released the record after its last delivery.",
        DeadLetterReason.LockExpired => "The record's lock ran out on its last delivery.",
        DeadLetterReason.MemberLeft => "The member that held the record on its last delivery has left.",
        DeadLetterReason.LimitLowered => "The limit of deliveries was set below those that the record had.",
        _ => "The record was delivered as often as the group allows.",
    };
}
