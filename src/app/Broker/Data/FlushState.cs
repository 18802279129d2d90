namespace Levada.Broker.Data;

/// <summary>Where a partition stands with the flusher.</summary>
internal enum FlushState
{
    Idle,
    Queued,
    Running,

    /// <summary>A flush runs and somebody has asked for what came after it began.</summary>
    RunningAndWanted,
}
