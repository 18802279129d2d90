namespace Levada.Coordination.Groups.Classic;

/// <summary>The states of a classic group.</summary>
public enum ClassicGroupState
{
    /// <summary>No members; may have offsets.</summary>
    Empty,

    /// <summary>Members are asked to join again.</summary>
    PreparingRebalance,

    /// <summary>A generation has begun and waits for its leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has, or can fetch, its assignment.</summary>
    Stable,

    /// <summary>There is no such group.</summary>
    Dead,
}
