using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Levada.DataFiles.Values;

/// <summary>Reads values from the text that a file has for them: numbers, and dates in JDBC's escape forms.</summary>
internal static class TextValue
{
    private const int DigitCountMax = DecimalBytes.PowerMax;
    private const int FractionDigits = 7;

    private static readonly SearchValues<byte> DecimalBytesAllowed = SearchValues.Create("0123456789.eE+-"u8);

    /// <summary>Reads a whole number; blanks around it are allowed.</summary>
    public static bool TryInt64(ReadOnlySpan<byte> text, out long value)
    {
        text = Trim(text);
        if (text is [(byte)'+', not (byte)'-', ..])
            text = text[1..];
        return Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length;
    }

    public static bool TryFloat64(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        value = text switch
        {
            [(byte)'N' or (byte)'n', (byte)'a', (byte)'N' or (byte)'n'] => double.NaN,
            [(byte)'I', (byte)'n', (byte)'f', ..] => double.PositiveInfinity,
            [(byte)'-', (byte)'I', (byte)'n', (byte)'f', ..] => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0 || (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length);
    }

    /// <summary>Reads a decimal of at most 38 digits, with or without an exponent.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        text = Trim(text);
        var exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        if (exponentAt >= 0)
        {
            if (!TryInt64(text[(exponentAt + 1)..], out var exponent) || Math.Abs(exponent) > byte.MaxValue)
                return false;
            scale = -(int)exponent;
            text = text[..exponentAt];
        }
        return TryDigits(text, ref unscaled, ref scale) && TryMakeScalePositive(ref unscaled, ref scale);
    }

    /// <summary>Whether the text is a number of any length, or one of the words for what is none.</summary>
    public static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text is [(byte)'-' or (byte)'+', ..])
            text = text[1..];
        return text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8)
            || (!text.ContainsAnyExcept(DecimalBytesAllowed) && text.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && text.Count((byte)'.') <= 1);
    }

    /// <summary>Reads <c>yyyy-mm-dd</c> as days since 1970-01-01.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        text = Trim(text);
        var isNegative = text is [(byte)'-', ..];
        if (isNegative)
            text = text[1..];
        if (!TryPart(ref text, (byte)'-', 1, 7, out var year) || !TryPart(ref text, (byte)'-', 1, 2, out var month)
            || !TryPart(ref text, 0, 1, 2, out var day) || month is < 1 or > 12)
            return false;
        year = isNegative ? -year : year;
        days = CivilTime.ToDays(year, (int)month, (int)day);
        // A day that the month lacks would land in the next one.
        return day >= 1 && (month == 12 ? CivilTime.ToDays(year + 1, 1, 1) : CivilTime.ToDays(year, (int)month + 1, 1)) > days;
    }

    /// <summary>Reads <c>hh:mm:ss</c> with or without a fraction as units of 100 ns; finer digits are dropped.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        text = Trim(text);
        var isNegative = text is [(byte)'-', ..];
        if (isNegative)
            text = text[1..];
        var fraction = 0L;
        var point = text.IndexOf((byte)'.');
        if (point >= 0 && !TryFraction(text[(point + 1)..], out fraction))
            return false;
        text = point >= 0 ? text[..point] : text;
        if (!TryPart(ref text, (byte)':', 1, 3, out var hours) || !TryPart(ref text, (byte)':', 1, 2, out var minutes)
            || !TryPart(ref text, 0, 1, 2, out var seconds) || minutes > 59 || seconds > 59)
            return false;
        ticks = (((((hours * 60) + minutes) * 60) + seconds) * TimeSpan.TicksPerSecond) + fraction;
        ticks = isNegative ? -ticks : ticks;
        return true;
    }

    /// <summary>Reads a date, or a date and a time with a blank or <c>T</c> between, as units of 100 ns since 1970-01-01T00:00.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        text = Trim(text);
        var blank = text.IndexOfAny((byte)' ', (byte)'T');
        var time = 0L;
        if (blank >= 0 && (!TryTime(text[(blank + 1)..], out time) || time is < 0 or >= CivilTime.TicksPerDay))
            return false;
        if (!TryDate(blank >= 0 ? text[..blank] : text, out var days) || Math.Abs(days) > long.MaxValue / CivilTime.TicksPerDay - 1)
            return false;
        ticks = (days * CivilTime.TicksPerDay) + time;
        return true;
    }

    /// <summary>The words that mean true, in any case: true, t, 1, on, yes. All others mean false.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        return Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "t"u8) || text.SequenceEqual("1"u8)
            || Ascii.EqualsIgnoreCase(text, "on"u8) || Ascii.EqualsIgnoreCase(text, "yes"u8);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    private static bool TryDigits(ReadOnlySpan<byte> text, ref Int128 unscaled, ref int scale)
    {
        var isNegative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..])
            text = text[1..];
        var (digits, significant, isAfterPoint) = (0, 0, false);
        foreach (var c in text)
        {
            if (c == '.' && !isAfterPoint)
            {
                isAfterPoint = true;
                continue;
            }
            if (!char.IsAsciiDigit((char)c) || (significant += significant > 0 || c != '0' ? 1 : 0) > DigitCountMax)
                return false;
            unscaled = (unscaled * 10) + (c - '0');
            digits++;
            scale += isAfterPoint ? 1 : 0;
        }
        unscaled = isNegative ? -unscaled : unscaled;
        return digits > 0;
    }

    private static bool TryMakeScalePositive(ref Int128 unscaled, ref int scale)
    {
        if (scale >= 0)
            return scale <= byte.MaxValue;
        var isDone = DecimalBytes.TryRescale(unscaled, scale, 0, out unscaled);
        scale = 0;
        return isDone;
    }

    // Digits up to the separator, or to the end when it is 0.
    private static bool TryPart(ref ReadOnlySpan<byte> text, byte separator, int digitsMin, int digitsMax, out long value)
    {
        value = 0;
        var length = separator == 0 ? text.Length : text.IndexOf(separator);
        if (length < digitsMin || length > digitsMax)
            return false;
        foreach (var c in text[..length])
        {
            if (!char.IsAsciiDigit((char)c))
                return false;
            value = (value * 10) + (c - '0');
        }
        text = text[(separator == 0 ? length : length + 1)..];
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> digits, out long ticks)
    {
        ticks = 0;
        for (var place = 0; place < Math.Max(digits.Length, FractionDigits); place++)
        {
            var digit = place < digits.Length ? digits[place] : (byte)'0';
            if (!char.IsAsciiDigit((char)digit))
                return false;
            ticks = place < FractionDigits ? (ticks * 10) + (digit - '0') : ticks;
        }
        return digits.Length > 0;
    }
}
