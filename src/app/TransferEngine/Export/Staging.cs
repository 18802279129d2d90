using System.Collections.Immutable;
using System.Data.Common;
using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine.Export;

/// <summary>The table that takes the rows of an export before all of them move into the target at once.</summary>
internal sealed class Staging(IDatabaseSession session, Dialect dialect, TableName table, TableName staging)
{
    private readonly StagingMove _texts = StagingMove.Of(dialect, table, staging);

    public TableName Table => staging;

    /// <summary>Makes sure that the staging table is empty.</summary>
    public void Prepare(bool isCleared, ITransferLog log, CancellationToken cancellationToken)
    {
        if (isCleared)
            log.Info($"Deleted {session.Execute(_texts.Clear, cancellationToken)} records from {staging.Name}");
        else
            StagingMove.RequireEmpty(staging, RowCounts.Of(session, dialect, staging, cancellationToken));
    }

    /// <summary>Moves all staged rows into the target in one transaction: all of them or none.</summary>
    public void Move(ITransferLog log, CancellationToken cancellationToken)
    {
        log.Info("Starting to migrate data from staging table to destination.");
        session.Execute(dialect.BeginTransaction, cancellationToken);
        try
        {
            var counts = _texts.Move.Select(statement => session.Execute(statement, cancellationToken)).ToImmutableArray();
            StagingMove.RequireSame(counts);
            session.Execute("COMMIT", cancellationToken);
            log.Info($"Migrated {counts[0]} records from {staging.Name} to {table.Name}");
        }
        catch
        {
            TryRollBack();
            throw;
        }
    }

    // Where even this fails the connection is gone, and the server rolls back by itself.
    private void TryRollBack()
    {
        try
        {
            session.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (Exception e) when (e is TransferException or DbException or IOException or InvalidOperationException)
        {
        }
    }
}
