using System.Buffers.Text;
using System.Globalization;
using Levada.Databases.Values;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Databases.MySql.Writing;

/// <summary>Values of a fixed width as the server reads them from text: digits, points, dashes and colons only.</summary>
internal static class PlainValues
{
    /// <summary>Bytes that no value exceeds: a decimal needs most.</summary>
    public const int LengthMax = ExactDecimal.TextLengthMax;

    /// <summary>Writes the value of a row that is neither NULL nor untyped, nor of kind Text or Bytes. Answers its length.</summary>
    public static int Format(ColumnVector column, int row, Span<byte> target) => column.Kind switch
    {
        ColumnKind.Boolean => Number(column.Values<byte>()[row] != 0 ? 1 : 0, target),
        ColumnKind.Int32 => Number(column.Values<int>()[row], target),
        ColumnKind.Int64 => Number(column.Values<long>()[row], target),
        ColumnKind.Float32 => Formatted(column.Values<float>()[row], target),
        ColumnKind.Float64 => Formatted(column.Values<double>()[row], target),
        ColumnKind.Decimal => ExactDecimal.Format(column.Values<Int128>()[row], column.Scales[row], target),
        ColumnKind.Date => Date(column.Values<int>()[row], target),
        ColumnKind.Time => Time(column.Values<long>()[row], target),
        ColumnKind.Timestamp => Timestamp(column.Values<long>()[row], target),
        _ => throw new InvalidOperationException($"A {column.Kind} value is not plain."),
    };

    private static int Number(long value, Span<byte> target)
    {
        Utf8Formatter.TryFormat(value, target, out var length);
        return length;
    }

    private static int Formatted<T>(T value, Span<byte> target)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
        return length;
    }

    private static int Timestamp(long ticks, Span<byte> target)
    {
        var days = Math.DivRem(ticks, TimeSpan.TicksPerDay, out var rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + TimeSpan.TicksPerDay);
        var length = Put(target, Date(days, target), ' ');
        return length + Time(rest, target[length..]);
    }

    private static int Time(long ticks, Span<byte> target)
    {
        var length = ticks < 0 ? Put(target, 0, '-') : 0;
        var seconds = Math.DivRem(Math.Abs(ticks), TimeSpan.TicksPerSecond, out var fraction);
        length += Padded(seconds / 3600, 2, target[length..]);
        length = Put(target, length, ':');
        length += Padded(seconds / 60 % 60, 2, target[length..]);
        length = Put(target, length, ':');
        length += Padded(seconds % 60, 2, target[length..]);
        return fraction == 0 ? length : Fraction(fraction, length, target);
    }

    private static int Fraction(long fraction, int length, Span<byte> target)
    {
        length = Put(target, length, '.');
        length += Padded(fraction, 7, target[length..]);
        while (target[length - 1] == (byte)'0')
            length--;
        return length;
    }

    private static int Date(long daysSinceEpoch, Span<byte> target)
    {
        var date = CivilDate.FromDays(daysSinceEpoch);
        var length = Padded(date.Year, 4, target);
        length = Put(target, length, '-');
        length += Padded(date.Month, 2, target[length..]);
        length = Put(target, length, '-');
        return length + Padded(date.Day, 2, target[length..]);
    }

    private static int Padded(long value, byte digits, Span<byte> target)
    {
        Utf8Formatter.TryFormat(value, target, out var length, new('D', digits));
        return length;
    }

    private static int Put(Span<byte> target, int at, char letter)
    {
        target[at] = (byte)letter;
        return at + 1;
    }
}
