using System.Data;
using Levada.Databases.Generic;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.SqlServer;

/// <summary>Writes rows by the server's bulk load, with the constraints, triggers and NULLs of an INSERT.</summary>
/// <remarks>Transactions are as long as those of INSERT statements would be. Rows that the bulk load refuses are sent by INSERT once more, for the exact error.</remarks>
internal sealed class SqlServerBulkWriter(
    AdoChannel channel, StatementPlan plan, string table, SqlServerParameters parameters, bool isIdentityInserted) : IRowWriter
{
    private long _rowCount;

    private long TransactionRows =>
        plan.Request.StatementsPerTransaction < 0 ? long.MaxValue : Math.Max(1L, (long)plan.ChunkRows * plan.Request.StatementsPerTransaction);

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var start = 0; start < batch.RowCount;)
        {
            if (channel.Transaction is null)
                channel.Begin(IsolationLevel.ReadCommitted, cancellationToken);
            var count = (int)Math.Min(batch.RowCount - start, TransactionRows - _rowCount);
            Copy(batch, start, count, cancellationToken);
            start += count;
            _rowCount += count;
            if (_rowCount == TransactionRows)
                Commit();
        }
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (channel.Transaction is not null)
            Commit();
    }

    public void Dispose()
    {
        if (channel.Transaction is not null)
            channel.Rollback();
    }

    private void Commit()
    {
        channel.Commit();
        var committed = _rowCount;
        _rowCount = 0;
        plan.Request.Committed?.Invoke(committed);
    }

    private void Copy(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        var options = SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers | SqlBulkCopyOptions.KeepNulls
            | (isIdentityInserted ? SqlBulkCopyOptions.KeepIdentity : SqlBulkCopyOptions.Default);
        using var copy = new SqlBulkCopy((SqlConnection)channel.Connection, options, (SqlTransaction)channel.Transaction!)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
        };
        foreach (var column in plan.Columns)
            copy.ColumnMappings.Add(column.Name, column.Name);
        using var rows = new BatchDataReader(plan.Columns, batch, start, count);
        // Stands for the bulk load where failures are translated.
        using var command = channel.Command("");
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, channel.Cancelled);
        try
        {
            channel.Run(command, _ => WriteRows(copy, rows, linked.Token), cancellationToken);
        }
        catch (TransferException failure)
        {
            channel.Rollback();
            throw Exact(batch, start, count, cancellationToken) ?? failure;
        }
        finally
        {
            channel.Forget(command);
        }
    }

    private static bool WriteRows(SqlBulkCopy copy, BatchDataReader rows, CancellationToken cancellationToken)
    {
        // The provider ends a bulk load by a token only in this form.
        copy.WriteToServerAsync(rows, cancellationToken).GetAwaiter().GetResult();
        return true;
    }

    /// <summary>What INSERT statements for the same rows say; null when they take them.</summary>
    private TransferException? Exact(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        if (channel.Connection.State != ConnectionState.Open)
            return null;
        // Nothing of this is committed: the writer is left without Complete.
        var once = plan.With(plan.Request with { StatementsPerTransaction = -1 });
        using var writer = new AdoRowWriter(channel, once, parameters);
        try
        {
            writer.Write(batch, start, count, cancellationToken);
            return null;
        }
        catch (TransferException exact)
        {
            return exact;
        }
    }
}
