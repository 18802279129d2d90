using System.Collections.Immutable;
using Levada.Databases.Metadata;
using Levada.Transfer;

namespace Levada.Databases.Sqlite;

/// <summary>Connections that all read the state that the file had when they started.</summary>
internal sealed class SqliteSnapshot(IDatabaseSession coordinator, ImmutableArray<IDatabaseSession> sessions, string? reservation) : IDatabaseSnapshot
{
    public string? Reservation => reservation;

    public IDatabaseSession Coordinator => coordinator;

    public ImmutableArray<IDatabaseSession> Sessions => sessions;

    /// <summary>Begins a reading transaction on every connection while a writing one keeps other writers out.</summary>
    /// <remarks>
    /// In WAL mode writers go on at once: each reader keeps its state of the log. In the rollback modes readers hold the file's
    /// shared lock, so that no writer can commit until the last of them ends; the state is one and the same there too.
    /// </remarks>
    /// <returns>Why there is no common state; null when there is.</returns>
    public static string? Start(ImmutableArray<SqliteFile> files, SnapshotRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        if (files[0].IsReadOnly)
        {
            Begin(files, cancellationToken);
            return OwnStates.Because(request, "this account may not write the SQLite file, and so cannot keep writers out while the tasks start");
        }
        using (var guard = SqliteFile.Open(files[0].Settings))
        {
            guard.Run("BEGIN IMMEDIATE", cancellationToken);
            Begin(files, cancellationToken);
            guard.Run("ROLLBACK", cancellationToken);
        }
        if (JournalMode(files[0], cancellationToken) != "wal")
            warn($"{files[0].Settings.Path} is not in WAL mode: programs that write it wait until all its rows are read.");
        return null;
    }

    public void Dispose()
    {
        coordinator.Dispose();
        foreach (var session in sessions)
            session.Dispose();
    }

    private static void Begin(ImmutableArray<SqliteFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            file.Run("BEGIN", cancellationToken);
            // A transaction's state is that of its first read.
            file.Run("SELECT 1 FROM sqlite_schema LIMIT 1", cancellationToken);
        }
    }

    private static string JournalMode(SqliteFile file, CancellationToken cancellationToken)
    {
        using var statement = file.Prepare("PRAGMA journal_mode", cancellationToken);
        return statement.Step(cancellationToken) ? new SqliteRow(statement).Text(0) : throw new TransferException("SQLite names no journal mode.");
    }
}
