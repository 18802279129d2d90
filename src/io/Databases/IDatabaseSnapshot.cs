using System.Collections.Immutable;

namespace Levada.Databases;

/// <summary>Reading sessions over one state of the database, or over their own states when that could not be had.</summary>
public interface IDatabaseSnapshot : IDisposable
{
    /// <summary>Why the sessions do not share one state, as one line for the log; null when they do.</summary>
    string? Reservation { get; }

    /// <summary>The session for bounds and probes, inside the snapshot; it may be one of <see cref="Sessions"/>.</summary>
    IDatabaseSession Coordinator { get; }

    ImmutableArray<IDatabaseSession> Sessions { get; }
}
