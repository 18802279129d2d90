using System.Collections.Immutable;

namespace Levada.Databases.Generic;

/// <summary>Sessions that read by themselves, each its own state.</summary>
internal sealed class GenericSnapshot(ImmutableArray<IDatabaseSession> sessions, string? reservation) : IDatabaseSnapshot
{
    public string? Reservation => reservation;

    public IDatabaseSession Coordinator => sessions[0];

    public ImmutableArray<IDatabaseSession> Sessions => sessions;

    public void Dispose()
    {
        foreach (var session in sessions)
            session.Dispose();
    }
}
