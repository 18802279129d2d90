namespace Levada.Coordination;

/// <summary>A replicated state machine over one partition of an internal topic.</summary>
/// <remarks>One caller at a time. Persisted state changes only by <see cref="Apply"/>, live and on replay.</remarks>
public interface ICoordinator
{
    /// <summary>When <see cref="OnTimer"/> wants to run, in monotonic milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    long NextDeadlineMs { get; }

    /// <summary>Takes one record in, on replay and right after it was decided. Unknown types and malformed records are passed over.</summary>
    void Apply(in CoordinatorRecord record);

    /// <summary>A producer's transaction in this partition has ended: the records it left are valid from here on, or void.</summary>
    void ApplyMarker(long producerId, bool isCommit)
    {
    }

    /// <summary>The log is replayed: starts what is not persisted, such as deadlines. May decide records.</summary>
    void OnLoaded(Decision decision);

    /// <summary>Does what is to be done by now, until it decides records; to be called again while a deadline has passed.</summary>
    void OnTimer(Decision decision);
}
