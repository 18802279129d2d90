using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine.Export;

/// <summary>The table that takes the rows of an export before all of them move into the target at once.</summary>
internal sealed class Staging(IDatabaseSession session, Dialect dialect, TableName table, TableName staging)
{
    public TableName Table => staging;

    /// <summary>Makes sure that the staging table is empty.</summary>
    public void Prepare(bool isCleared, ITransferLog log, CancellationToken cancellationToken)
    {
        if (!dialect.CanStage)
            throw new TransferException($"The active connection manager ({dialect.Product}) does not support staging of data for export.");
        if (isCleared)
        {
            var count = session.Execute(dialect.DeleteAll(staging), cancellationToken);
            log.Info($"Deleted {count} records from {staging.Name}");
        }
        else if (RowCounts.Of(session, dialect, staging, cancellationToken) > 0)
        {
            throw new TransferException(
                $"The specified staging table ({staging.Name}) is not empty. To force deletion of its data, please retry with --clear-staging-table option.");
        }
    }

    /// <summary>Moves all staged rows into the target in one transaction: all of them or none.</summary>
    public void Move(ITransferLog log, CancellationToken cancellationToken)
    {
        log.Info($"Starting to migrate data from staging table to destination.");
        session.Execute(dialect.BeginTransaction, cancellationToken);
        try
        {
            var inserted = session.Execute(dialect.InsertAll(table, staging), cancellationToken);
            var deleted = session.Execute(dialect.DeleteAll(staging), cancellationToken);
            if (inserted != deleted)
                throw new TransferException($"Inconsistent record counts: {inserted} inserted from {staging.Name}, {deleted} deleted there. Nothing was changed.");
            session.Execute("COMMIT", cancellationToken);
            log.Info($"Migrated {inserted} records from {staging.Name} to {table.Name}");
        }
        catch
        {
            session.Execute("ROLLBACK", CancellationToken.None);
            throw;
        }
    }
}
