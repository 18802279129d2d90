using System.Collections.Immutable;
using Levada.Transfer;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>Sessions in transactions over one exported snapshot. Source: PostgreSQL manual, "Snapshot Synchronization Functions".</summary>
internal sealed class PostgreSqlSnapshot : IDatabaseSnapshot
{
    private readonly List<PostgreSqlSession> _sessions = [];

    public string? Reservation { get; private set; }

    public IDatabaseSession Coordinator => _sessions[0];

    public ImmutableArray<IDatabaseSession> Sessions => [.. _sessions];

    public void Add(PostgreSqlSession session) => _sessions.Add(session);

    public void Reserve(string reservation) => Reservation = reservation;

    /// <summary>Begins a transaction in each session, all over the first one's snapshot; where that cannot be had, over their own.</summary>
    public void Share(bool isReadOnly, CancellationToken cancellationToken)
    {
        var begin = $"BEGIN ISOLATION LEVEL REPEATABLE READ{(isReadOnly ? " READ ONLY" : "")}";
        _sessions[0].Execute(begin, cancellationToken);
        if (_sessions.Count == 1)
            return;
        try
        {
            var name = _sessions[0].ExportSnapshot(cancellationToken);
            foreach (var session in _sessions.Skip(1))
            {
                session.Execute(begin, cancellationToken);
                session.Execute($"SET TRANSACTION SNAPSHOT '{name}'", cancellationToken);
            }
        }
        catch (TransferException e) when (e.InnerException is PostgresException)
        {
            foreach (var session in _sessions)
                session.Execute("ROLLBACK", cancellationToken);
            Reservation = $"Each task reads its own state of the data: the server shares no snapshot. {e.Message}";
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
            session.Dispose();
    }
}
