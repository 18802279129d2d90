namespace Levada.Coordination.Groups.Consumer;

/// <summary>The states of a consumer group (KIP-848).</summary>
internal enum ConsumerGroupState
{
    /// <summary>No members; may have offsets.</summary>
    Empty,

    /// <summary>The target of the group's epoch is not computed yet.</summary>
    Assigning,

    /// <summary>Some member does not have its target yet.</summary>
    Reconciling,

    /// <summary>Every member has its target.</summary>
    Stable,
}
