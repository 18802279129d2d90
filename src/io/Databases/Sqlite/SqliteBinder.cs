using System.Collections.Immutable;
using System.Text;
using Levada.Databases.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Sqlite;

/// <summary>Binds values of vectors to the parameters of a statement.</summary>
/// <remarks>Dates and times become the texts of SQLite's own functions, decimals texts that the column's affinity makes numbers of.</remarks>
internal sealed class SqliteBinder(ImmutableArray<Column> columns, int dateUnitsPerSecond)
{
    public void Bind(SqliteStatement statement, int parameter, ColumnVector vector, int ordinal, int row)
    {
        if (vector.IsNull(row))
            statement.BindNull(parameter);
        else if (vector.TryGetUntyped(row, out var text))
            statement.BindText(parameter, Encoding.UTF8.GetBytes(text));
        else
            BindValue(statement, parameter, vector, ordinal, row);
    }

    private void BindValue(SqliteStatement statement, int parameter, ColumnVector vector, int ordinal, int row)
    {
        switch (vector.Kind)
        {
            case ColumnKind.Boolean:
                statement.BindInt64(parameter, vector.Values<byte>()[row]);
                break;
            case ColumnKind.Int32:
                statement.BindInt64(parameter, vector.Values<int>()[row]);
                break;
            case ColumnKind.Int64:
                statement.BindInt64(parameter, vector.Values<long>()[row]);
                break;
            case ColumnKind.Float32:
                statement.BindDouble(parameter, vector.Values<float>()[row]);
                break;
            case ColumnKind.Float64:
                statement.BindDouble(parameter, vector.Values<double>()[row]);
                break;
            case ColumnKind.Text:
                statement.BindText(parameter, vector.GetBytes(row));
                break;
            case ColumnKind.Bytes:
                statement.BindBlob(parameter, vector.GetBytes(row));
                break;
            case ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp when dateUnitsPerSecond > 0:
                BindCounted(statement, parameter, vector, row);
                break;
            default:
                BindWritten(statement, parameter, vector, ordinal, row);
                break;
        }
    }

    private void BindCounted(SqliteStatement statement, int parameter, ColumnVector vector, int row)
    {
        var ticks = vector.Kind == ColumnKind.Date ? vector.Values<int>()[row] * TimeSpan.TicksPerDay : vector.Values<long>()[row];
        var (count, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond / dateUnitsPerSecond);
        statement.BindInt64(parameter, rest < 0 ? count - 1 : count);
    }

    private void BindWritten(SqliteStatement statement, int parameter, ColumnVector vector, int ordinal, int row)
    {
        Span<byte> text = stackalloc byte[ExactDecimal.TextLengthMax];
        var length = vector.Kind switch
        {
            ColumnKind.Decimal => ExactDecimal.Format(vector.Values<Int128>()[row], vector.Scales[row], text),
            ColumnKind.Date => SqliteTime.FormatDate(vector.Values<int>()[row], text),
            ColumnKind.Time => SqliteTime.FormatTime(vector.Values<long>()[row], text),
            ColumnKind.Timestamp => SqliteTime.FormatTimestamp(vector.Values<long>()[row], text),
            _ => throw new InvalidOperationException($"No value is bound for {vector.Kind}."),
        };
        if (length == 0)
            throw new TransferException($"Column {columns[ordinal].Name}: SQLite knows dates of the years 1 to 9999 and times below 24 hours only.");
        statement.BindText(parameter, text[..length]);
    }
}
