namespace Levada.Runtime.Shards;

/// <summary>A replicated state machine: the replay of its log, nothing else. Called by one owner at a time.</summary>
public interface IShardState
{
    /// <summary>
    /// When <see cref="OnTimer"/> wants to run, on the scale of <see cref="ShardTurn.ElapsedMs"/>;
    /// <see cref="long.MaxValue"/> for never. Earlier than necessary is allowed.
    /// </summary>
    long NextDeadlineMs { get; }

    /// <summary>Takes one record in, on replay and right after it was decided: the only way persisted state changes.</summary>
    void Apply(ShardRecord record);

    /// <summary>A producer's transaction has ended: what it left is valid from here on, or void.</summary>
    void ApplyMarker(ShardMarker marker)
    {
    }

    /// <summary>The log has been replayed: start what is not persisted (timers). May decide records.</summary>
    void OnLoaded(ShardTurn turn);

    /// <summary>A deadline has passed: does at least one thing that was due. Called again while one has passed.</summary>
    void OnTimer(ShardTurn turn);
}
