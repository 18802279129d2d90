using System.Collections.Immutable;
using Levada.Databases.Metadata;
using Levada.Transfer.Sql;

namespace Levada.Databases.Sqlite;

/// <summary>A SQLite file.</summary>
internal sealed class SqliteDatabase(SqliteSettings settings, Action<string> warn) : IDatabase
{
    // One writer at a time is SQLite's rule. Writers of this program queue here, fairly and without polling the file's lock.
    private readonly SemaphoreSlim _writing = new(1, 1);

    public Dialect Dialect { get; } = new SqliteDialect();

    public IDatabaseSession OpenSession(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new SqliteSession(SqliteFile.Open(settings), Dialect, _writing);
    }

    public IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var sessions = ImmutableArray.CreateBuilder<SqliteSession>(request.SessionCount + 1);
        try
        {
            for (var count = 0; count <= request.SessionCount; count++)
                sessions.Add(new SqliteSession(SqliteFile.Open(settings), Dialect, _writing));
            var reservation = request.IsWanted
                ? SqliteSnapshot.Start([.. sessions.Select(session => session.File)], request, warn, cancellationToken)
                : OwnStates.NotWanted;
            return new SqliteSnapshot(sessions[0], [.. sessions.Skip(1)], reservation);
        }
        catch
        {
            foreach (var session in sessions)
                session.Dispose();
            throw;
        }
    }

    public void Dispose() => _writing.Dispose();
}
