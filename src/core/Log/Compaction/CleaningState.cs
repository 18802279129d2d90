namespace Levada.Log.Compaction;

/// <summary>What a cleaning needs next.</summary>
public enum CleaningState
{
    /// <summary>Another step.</summary>
    Working,

    /// <summary>Its log must take over the segment that is ready.</summary>
    ReadyToReplace,

    /// <summary>Its log must give the segment that it has taken over the names of the old ones.</summary>
    ReadyToPublish,

    /// <summary>Nothing: all is cleaned.</summary>
    Done,

    /// <summary>Nothing: the log has changed under it, or the disk had no room for the result.</summary>
    Abandoned,
}
