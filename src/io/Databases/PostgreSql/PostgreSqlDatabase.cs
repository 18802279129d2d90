using Levada.Transfer.Sql;

namespace Levada.Databases.PostgreSql;

/// <summary>A PostgreSQL database, 9.6 or later.</summary>
public sealed class PostgreSqlDatabase(PostgreSqlSettings settings) : IDatabase
{
    private readonly PostgreSqlConnector _connector = new(settings);
    private readonly PostgreSqlDialect _dialect = new();

    public Dialect Dialect => _dialect;

    public IDatabaseSession OpenSession(CancellationToken cancellationToken) => Open(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// The sessions import one exported snapshot, in transactions that read a table only; a free query may call functions that write.
    /// Nothing is locked; the snapshot keeps the server from removing rows that die meanwhile. A reader that is disposed before its
    /// end aborts its session's transaction.
    /// </remarks>
    public IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var snapshot = new PostgreSqlSnapshot();
        try
        {
            for (var count = Math.Max(1, request.SessionCount); count > 0; count--)
                snapshot.Add(Open(cancellationToken));
            if (request is { IsWanted: true, IsIsolationRelaxed: false })
                snapshot.Share(isReadOnly: request.Table is not null, cancellationToken);
            else
                snapshot.Reserve("Each task reads its own state of the data: no snapshot was wanted.");
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    public void Dispose() => _connector.Dispose();

    private PostgreSqlSession Open(CancellationToken cancellationToken) =>
        new(new(_connector, cancellationToken), _dialect, PostgreSqlTypes.IsUniversalTime(settings.TimeZone));
}
