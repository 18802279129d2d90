using System.Globalization;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.Sqlite;

/// <summary>Rows in a form that tests compare: kind by kind, with a mark for what does not fit its column.</summary>
internal static class RowText
{
    public static List<string> All(IRowReader reader)
    {
        var rows = new List<string>();
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, CancellationToken.None))
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add(string.Join('|', batch.Columns.Select(column => Value(column, row))));
        return rows;
    }

    public static List<string> Of(IDatabaseSession session, string sql, RowSchema? schema = null)
    {
        using var reader = session.Read(new ReadRequest(sql, schema), CancellationToken.None);
        return All(reader);
    }

    private static string Value(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return "NULL";
        if (column.TryGetUntyped(row, out var text))
            return $"~{text}";
        return column.Kind switch
        {
            ColumnKind.Boolean => column.Values<byte>()[row] == 1 ? "true" : "false",
            ColumnKind.Int32 => column.Values<int>()[row].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Int64 => column.Values<long>()[row].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Float32 => column.Values<float>()[row].ToString("R", CultureInfo.InvariantCulture),
            ColumnKind.Float64 => column.Values<double>()[row].ToString("R", CultureInfo.InvariantCulture),
            ColumnKind.Decimal => $"{column.Values<Int128>()[row]}e-{column.Scales[row]}",
            ColumnKind.Date => DateOnly.FromDayNumber(column.Values<int>()[row] + 719_162).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ColumnKind.Time => new TimeSpan(column.Values<long>()[row]).ToString("c", CultureInfo.InvariantCulture),
            ColumnKind.Timestamp => DateTime.UnixEpoch.AddTicks(column.Values<long>()[row]).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            ColumnKind.Text => Encoding.UTF8.GetString(column.GetBytes(row)),
            _ => Convert.ToHexStringLower(column.GetBytes(row)),
        };
    }
}
