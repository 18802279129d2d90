using Levada.Transfer.Sql;

namespace Levada.Databases.MySql;

/// <summary>A MySQL or MariaDB server.</summary>
internal sealed class MySqlDatabase(MySqlSettings settings) : IDatabase
{
    private readonly MySqlOpener _opener = new(settings);

    public MySqlDialect Dialect { get; } = new();

    Dialect IDatabase.Dialect => Dialect;

    public IDatabaseSession OpenSession(CancellationToken cancellationToken) =>
        new MySqlSession(new MySqlChannel(_opener, cancellationToken), Dialect);

    public IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken) =>
        new MySqlSnapshotOpener(_opener, Dialect, request, cancellationToken).Open();

    // Sessions own their connections, and none is pooled.
    public void Dispose()
    {
    }
}
