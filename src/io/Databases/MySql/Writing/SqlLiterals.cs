using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Writing;

/// <summary>Values as SQL literals. Source: MySQL manual, "Literal Values".</summary>
/// <param name="areBackslashesEscapes">Whether a backslash in a string begins an escape, as it does without NO_BACKSLASH_ESCAPES.</param>
internal sealed class SqlLiterals(bool areBackslashesEscapes)
{
    public void Append(StringBuilder sql, ColumnVector column, int row)
    {
        if (column.IsNull(row))
            sql.Append("NULL");
        else if (column.TryGetUntyped(row, out var text))
            AppendText(sql, text);
        else
            AppendValue(sql, column, row);
    }

    private void AppendValue(StringBuilder sql, ColumnVector column, int row)
    {
        switch (column.Kind)
        {
            case ColumnKind.Text:
                AppendText(sql, Encoding.UTF8.GetString(column.GetBytes(row)));
                break;
            case ColumnKind.Bytes:
                sql.Append("X'").Append(Convert.ToHexString(column.GetBytes(row))).Append('\'');
                break;
            case var _ when IsQuoted(column, row):
                AppendPlain(sql.Append('\''), column, row);
                sql.Append('\'');
                break;
            default:
                AppendPlain(sql, column, row);
                break;
        }
    }

    private static void AppendPlain(StringBuilder sql, ColumnVector column, int row)
    {
        Span<byte> buffer = stackalloc byte[PlainValues.LengthMax];
        var length = PlainValues.Format(column, row, buffer);
        foreach (var letter in buffer[..length])
            sql.Append((char)letter);
    }

    // The server has neither NaN nor infinity; as texts it refuses them by their name.
    private static bool IsQuoted(ColumnVector column, int row) => column.Kind switch
    {
        ColumnKind.Float32 => !float.IsFinite(column.Values<float>()[row]),
        ColumnKind.Float64 => !double.IsFinite(column.Values<double>()[row]),
        var kind => kind is ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp,
    };

    private void AppendText(StringBuilder sql, string text)
    {
        sql.Append('\'');
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\'' && (text[i] != '\\' || !areBackslashesEscapes))
                continue;
            // Both mean themselves when they stand twice.
            sql.Append(text, start, i + 1 - start);
            start = i;
        }
        sql.Append(text, start, text.Length - start).Append('\'');
    }
}
