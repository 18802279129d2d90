namespace Levada.History.Events;

/// <summary>What a client knows of something it asked for.</summary>
public enum Outcome
{
    /// <summary>The answer never came: it was done, or not.</summary>
    Unknown,

    /// <summary>Done, and said so.</summary>
    Ok,

    /// <summary>Surely not done.</summary>
    Failed,
}
