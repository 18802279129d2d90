using Levada.Databases;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine;

/// <summary>The number of rows of a table, asked of the database.</summary>
internal static class RowCounts
{
    public static long Of(IDatabaseSession session, Dialect dialect, TableName table, CancellationToken cancellationToken)
    {
        using var rows = session.Read(new ReadRequest(dialect.Count(table)), cancellationToken);
        var batch = new RowBatch(rows.Schema);
        rows.Read(batch, cancellationToken);
        return batch.Columns[0].Kind switch
        {
            ColumnKind.Int32 => batch.Columns[0].Values<int>()[0],
            ColumnKind.Decimal => (long)batch.Columns[0].Values<Int128>()[0],
            _ => batch.Columns[0].Values<long>()[0],
        };
    }
}
