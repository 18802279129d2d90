namespace Levada.Coordination.Share;

/// <summary>Why a record was given up and goes to the group's dead-letter topic.</summary>
/// <remarks>Not persisted: after a restart only <see cref="Rejected"/> and <see cref="DeliveriesUsedUp"/> are told apart.</remarks>
public enum DeadLetterReason
{
    None,

    /// <summary>A member rejected it.</summary>
    Rejected,

    /// <summary>A member released it after its last delivery.</summary>
    Released,

    /// <summary>Its lock ran out on its last delivery.</summary>
    LockExpired,

    /// <summary>The member that held it on its last delivery has left or lost its connection.</summary>
    MemberLeft,

    /// <summary>The limit of deliveries was set below those it already had.</summary>
    LimitLowered,

    /// <summary>It has had all its deliveries; what ended the last one is not known any more.</summary>
    DeliveriesUsedUp,
}
