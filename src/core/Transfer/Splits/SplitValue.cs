using System.Numerics;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Splits;

/// <summary>One end of what a bounds query found, in the form that its type needs.</summary>
public abstract record SplitValue
{
    private SplitValue()
    {
    }

    /// <summary>No value: the table is empty or the column holds nothing but NULL.</summary>
    public static SplitValue Nothing { get; } = new Null();

    /// <summary>Reads a value of a batch; one that did not fit its kind is its database's text.</summary>
    public static SplitValue From(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return Nothing;
        return column.TryGetUntyped(row, out var text) ? new Text(text) : FromTyped(column, row);
    }

    private static SplitValue FromTyped(ColumnVector column, int row) => column.Kind switch
    {
        ColumnKind.Boolean => new Boolean(column.Values<byte>()[row] != 0),
        ColumnKind.Int32 => new Integer(column.Values<int>()[row]),
        ColumnKind.Int64 => new Integer(column.Values<long>()[row]),
        ColumnKind.Float32 => new Real(column.Values<float>()[row]),
        ColumnKind.Float64 => new Real(column.Values<double>()[row]),
        ColumnKind.Decimal => new Exact(column.Values<Int128>()[row], column.Scales[row]),
        ColumnKind.Date => DateOf(column.Values<int>()[row]),
        ColumnKind.Time => TemporalOf(column.Values<long>()[row], SqlType.Time),
        ColumnKind.Timestamp => TemporalOf(column.Values<long>()[row], SqlType.Timestamp),
        ColumnKind.Text => new Text(Encoding.UTF8.GetString(column.GetBytes(row))),
        _ => new Text(Convert.ToHexString(column.GetBytes(row))),
    };

    // Days may count further than ticks do.
    private static SplitValue DateOf(int days) => Math.Abs((long)days) <= long.MaxValue / TimeSpan.TicksPerDay
        ? TemporalOf(days * TimeSpan.TicksPerDay, SqlType.Date)
        : new Text(TemporalText.Day(days));

    private static Temporal TemporalOf(long ticks, SqlType type) => new(ticks, TemporalText.Format(ticks, type));

    public sealed record Null : SplitValue;

    public sealed record Integer(BigInteger Value) : SplitValue;

    /// <summary>A decimal number: <paramref name="Unscaled"/> divided by ten to the power of <paramref name="Scale"/>.</summary>
    public sealed record Exact(BigInteger Unscaled, int Scale) : SplitValue;

    public sealed record Real(double Value) : SplitValue;

    /// <summary>A date, a time of day or a time stamp.</summary>
    /// <param name="Ticks">Units of 100 ns since 1970-01-01T00:00:00, or since midnight.</param>
    /// <param name="Value">The same as text, with its whole fraction.</param>
    public sealed record Temporal(long Ticks, string Value) : SplitValue;

    /// <summary>A text, or a value that its column's kind cannot hold (NaN of a decimal, a date out of range).</summary>
    public sealed record Text(string Value) : SplitValue;

    public sealed record Boolean(bool Value) : SplitValue;
}
