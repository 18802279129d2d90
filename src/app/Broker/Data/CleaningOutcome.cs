namespace Levada.Broker.Data;

/// <summary>What became of a cleaning, for those who choose the next one.</summary>
internal enum CleaningOutcome
{
    Cleaned,

    /// <summary>It was stopped or had no room: to be tried again in the next round.</summary>
    Deferred,

    /// <summary>The log is damaged: not to be tried again.</summary>
    Damaged,
}
