using System.Globalization;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>A single cell as text for a message or for a column of text; not for the hot path.</summary>
internal static class CellText
{
    private const int MessageCharsMax = 60;

    /// <summary>The cell's value, cut when it is long.</summary>
    public static string ForMessage(ColumnVector vector, int row)
    {
        var text = Of(vector, row);
        return text.Length <= MessageCharsMax ? text : text[..MessageCharsMax] + "…";
    }

    public static string Of(ColumnVector vector, int row)
    {
        if (vector.IsNull(row))
            return "NULL";
        if (vector.TryGetUntyped(row, out var untyped))
            return untyped;
        return vector.Kind switch
        {
            ColumnKind.Boolean => vector.Values<byte>()[row] != 0 ? "true" : "false",
            ColumnKind.Int32 => vector.Values<int>()[row].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Int64 => vector.Values<long>()[row].ToString(CultureInfo.InvariantCulture),
            ColumnKind.Float32 => vector.Values<float>()[row].ToString("R", CultureInfo.InvariantCulture),
            ColumnKind.Float64 => vector.Values<double>()[row].ToString("R", CultureInfo.InvariantCulture),
            ColumnKind.Decimal => Decimal(vector.Values<Int128>()[row], vector.Scales[row]),
            ColumnKind.Date => CivilTime.Date(vector.Values<int>()[row]),
            ColumnKind.Time => CivilTime.Time(vector.Values<long>()[row]),
            ColumnKind.Timestamp => CivilTime.Timestamp(vector.Values<long>()[row]),
            ColumnKind.Text => Encoding.UTF8.GetString(vector.GetBytes(row)),
            _ => Convert.ToHexStringLower(vector.GetBytes(row)),
        };
    }

    private static string Decimal(Int128 unscaled, int scale)
    {
        Span<byte> text = stackalloc byte[DecimalText.ByteCountMax];
        return Encoding.ASCII.GetString(text[..DecimalText.Format(unscaled, scale, isPlain: true, text)]);
    }
}
