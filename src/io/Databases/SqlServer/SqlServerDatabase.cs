using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using Levada.Databases.Generic;
using Levada.Databases.Metadata;
using Levada.Transfer;
using Levada.Transfer.Sql;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.SqlServer;

/// <summary>A database of Microsoft SQL Server, 2012 or later.</summary>
internal sealed class SqlServerDatabase(SqlServerSettings settings) : IDatabase
{
    private readonly SqlServerDialect _dialect = new(settings.TableHints, settings.Schema);

    public Dialect Dialect => _dialect;

    public IDatabaseSession OpenSession(CancellationToken cancellationToken) => new SqlServerSession(Open(cancellationToken), _dialect, settings);

    /// <inheritdoc/>
    /// <remarks>
    /// Where the database allows snapshot isolation, each session begins such a transaction while a shared lock keeps writers of the
    /// table out, so that all begin at one state; the lock goes when the last has begun.
    /// </remarks>
    public IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var channels = ImmutableArray.CreateBuilder<AdoChannel>();
        try
        {
            for (var count = 0; count < Math.Max(1, request.SessionCount); count++)
                channels.Add(Open(cancellationToken));
            if (request.IsIsolationRelaxed)
                foreach (var channel in channels)
                    channel.Execute("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", cancellationToken);
            var reservation = request is not { IsWanted: true, IsIsolationRelaxed: false } ? OwnStates.NotWanted
                : Share(channels, request.Table, cancellationToken) is { } reason ? OwnStates.Because(request, reason) : null;
            return new GenericSnapshot(
                [.. channels.Select(channel => new SqlServerSession(channel, _dialect, settings))], reservation);
        }
        catch
        {
            foreach (var channel in channels)
                channel.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private AdoChannel Open(CancellationToken cancellationToken)
    {
        var channel = AdoChannel.Open(
            new SqlConnection(settings.ConnectionText), _dialect.Product, settings.Secret, settings.CommandTimeoutSeconds, cancellationToken);
        try
        {
            if (settings.LockTimeoutMilliseconds is { } milliseconds)
                channel.Execute(string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {milliseconds}"), cancellationToken);
            return channel;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    // Answers why the sessions share no state; null when they do.
    private string? Share(IEnumerable<AdoChannel> channels, TableName? table, CancellationToken cancellationToken)
    {
        if (table is null)
            return "a free query names no table that could be locked while the tasks begin";
        using var guard = Open(cancellationToken);
        if (!guard.Query(SqlServerCatalog.IsSnapshotAllowed, [], row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture) == 1, cancellationToken).Contains(true))
            return "the database does not allow it (ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON)";
        try
        {
            guard.Begin(IsolationLevel.ReadCommitted, cancellationToken);
            guard.Execute(SqlServerCatalog.LockTable(_dialect, table), cancellationToken);
        }
        catch (TransferException failure)
        {
            return $"the table could not be locked while the tasks begin ({failure.Message})";
        }
        foreach (var channel in channels)
        {
            channel.Begin(IsolationLevel.Snapshot, cancellationToken);
            // The state is that of the first read.
            channel.Query(SqlServerCatalog.FirstRead(_dialect, table), [], static row => row.FieldCount, cancellationToken);
        }
        guard.Rollback();
        return null;
    }
}
