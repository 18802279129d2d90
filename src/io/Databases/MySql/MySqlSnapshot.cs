using System.Collections.Immutable;

namespace Levada.Databases.MySql;

/// <summary>Open sessions, in one state of the database unless a reservation says otherwise.</summary>
internal sealed class MySqlSnapshot(ImmutableArray<IDatabaseSession> sessions, string? reservation) : IDatabaseSnapshot
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
