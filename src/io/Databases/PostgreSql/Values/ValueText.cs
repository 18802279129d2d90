using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Values;

/// <summary>Values as text that any PostgreSQL type of their kind reads.</summary>
internal static class ValueText
{
    // An Int128, its sign, its point, and the zeros that a scale of 255 puts before it.
    private const int DecimalBytesMax = 320;

    /// <summary>Appends the text of a value that is not NULL.</summary>
    /// <param name="typeId">The type that will read it.</param>
    public static void Append(ColumnVector column, int row, uint typeId, ArrayBufferWriter<byte> target)
    {
        if (column.TryGetUntyped(row, out var untyped))
            target.Write(Encoding.UTF8.GetBytes(untyped));
        else if (column.Kind == ColumnKind.Text)
            target.Write(column.GetBytes(row));
        else if (column.Kind == ColumnKind.Bytes)
            AppendHex(column.GetBytes(row), target);
        else
            target.Advance(Format(column, row, typeId, target.GetSpan(DecimalBytesMax)));
    }

    private static int Format(ColumnVector column, int row, uint typeId, Span<byte> target) => column.Kind switch
    {
        ColumnKind.Boolean => FormatBoolean(column.Values<byte>()[row] != 0, typeId, target),
        ColumnKind.Int32 => Written(Utf8Formatter.TryFormat(column.Values<int>()[row], target, out var length), length),
        ColumnKind.Int64 => Written(Utf8Formatter.TryFormat(column.Values<long>()[row], target, out var length), length),
        ColumnKind.Float32 => Written(column.Values<float>()[row].TryFormat(target, out var length, "R", CultureInfo.InvariantCulture), length),
        // A sum of money knows no exponent.
        ColumnKind.Float64 => Written(
            column.Values<double>()[row].TryFormat(target, out var length, typeId == TypeIds.Money ? "F2" : "R", CultureInfo.InvariantCulture), length),
        ColumnKind.Decimal => FormatDecimal(column.Values<Int128>()[row], column.Scales[row], target),
        ColumnKind.Date => CalendarForm.FormatDate(column.Values<int>()[row], target),
        ColumnKind.Time => CalendarForm.FormatTime(column.Values<long>()[row], target),
        ColumnKind.Timestamp => FormatTimestamp(column.Values<long>()[row], target),
        _ => throw new InvalidOperationException($"A {column.Kind} has no such text."),
    };

    private static int Written(bool hasFitted, int length) => hasFitted ? length : throw new InvalidOperationException("A number's text is too long.");

    private static int FormatBoolean(bool value, uint typeId, Span<byte> target)
    {
        target[0] = (value, typeId == TypeIds.Bit) switch
        {
            (true, true) => (byte)'1',
            (false, true) => (byte)'0',
            (true, false) => (byte)'t',
            _ => (byte)'f',
        };
        return 1;
    }

    private static int FormatTimestamp(long ticks, Span<byte> target)
    {
        var days = Math.DivRem(ticks, TimeSpan.TicksPerDay, out var rest);
        return rest < 0
            ? CalendarForm.FormatTimestamp(days - 1, rest + TimeSpan.TicksPerDay, target)
            : CalendarForm.FormatTimestamp(days, rest, target);
    }

    private static int FormatDecimal(Int128 unscaled, int scale, Span<byte> target)
    {
        unscaled.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        if (scale == 0)
            return length;
        var sign = unscaled < 0 ? 1 : 0;
        var missing = Math.Max(0, scale + 1 - (length - sign));
        target[sign..length].CopyTo(target[(sign + missing)..]);
        target.Slice(sign, missing).Fill((byte)'0');
        length += missing;
        target[(length - scale)..length].CopyTo(target[(length - scale + 1)..]);
        target[length - scale] = (byte)'.';
        return length + 1;
    }

    private static void AppendHex(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> target)
    {
        var text = target.GetSpan(checked(2 + (bytes.Length * 2)));
        "\\x"u8.CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[2..], out var written);
        target.Advance(2 + written);
    }
}
