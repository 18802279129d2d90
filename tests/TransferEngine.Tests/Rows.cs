using System.Text;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Tests;

/// <summary>Rows of a key and a text.</summary>
internal static class Rows
{
    public static RowSchema Schema { get; } = new([
        new Column("id", SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
        new Column("v", SqlType.VarChar, ColumnKind.Text, JavaType.String),
    ]);

    public static RowBatch Of(params (long Id, string? Value)[] rows)
    {
        var batch = new RowBatch(Schema);
        foreach (var (id, value) in rows)
            Append(batch, id, value);
        return batch;
    }

    public static void Append(RowBatch batch, long id, string? value)
    {
        batch.Columns[0].AppendInt64(id);
        if (value is null)
            batch.Columns[1].AppendNull();
        else
            batch.Columns[1].AppendText(value);
    }

    public static List<(long Id, string? Value)> In(RowBatch batch) =>
        [.. Enumerable.Range(0, batch.RowCount).Select(row => (
            batch.Columns[0].Values<long>()[row],
            batch.Columns[1].IsNull(row) ? null : Encoding.UTF8.GetString(batch.Columns[1].GetBytes(row))))];
}
