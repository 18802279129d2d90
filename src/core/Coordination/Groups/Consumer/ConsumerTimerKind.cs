namespace Levada.Coordination.Groups.Consumer;

/// <summary>What a member is given time for.</summary>
internal enum ConsumerTimerKind
{
    /// <summary>To send its next heartbeat.</summary>
    Session,

    /// <summary>To give partitions up.</summary>
    Revocation,

    /// <summary>To join again, for a member of the classic protocol that is asked to.</summary>
    Join,

    /// <summary>To ask for its assignment, for a member of the classic protocol that has joined.</summary>
    Sync,
}
