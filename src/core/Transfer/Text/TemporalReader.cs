namespace Levada.Transfer.Text;

/// <summary>Reads days, times and timestamps in JDBC's escape forms, months to seconds with one digit or two.</summary>
/// <remarks>Source: valueOf of java.sql.Date, Time and Timestamp; unlike these a day that the calendar lacks is refused, not moved.</remarks>
internal static class TemporalReader
{
    private const int YearDigitsMin = 4;
    private const int YearDigitsMax = 7;
    private const int FractionDigitsMax = 9;

    /// <summary><c>yyyy-mm-dd</c> as days since 1970-01-01.</summary>
    public static TextRead ReadDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        var rest = text;
        if (!TryTakeDate(ref rest, out var date) || !rest.IsEmpty)
            return IsBeyond(text) ? TextRead.Untyped : TextRead.Invalid;
        var count = date.ToDays();
        if (count != (int)count)
            return TextRead.Untyped;
        days = (int)count;
        return TextRead.Value;
    }

    /// <summary><c>hh:mm:ss</c>, with a sign, more hours than a day has and a fraction where given, in units of 100 ns.</summary>
    public static TextRead ReadTime(ReadOnlySpan<byte> text, out long ticks)
    {
        var isNegative = text.StartsWith("-"u8);
        var rest = isNegative ? text[1..] : text;
        if (!TryTakeClock(ref rest, hoursMax: 999, out ticks) || !rest.IsEmpty)
            return TextRead.Invalid;
        if (isNegative)
            ticks = -ticks;
        return TextRead.Value;
    }

    /// <summary><c>yyyy-mm-dd hh:mm:ss[.f]</c> as units of 100 ns since 1970-01-01; an eighth and ninth digit are cut off.</summary>
    public static TextRead ReadTimestamp(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var rest = text;
        if (!TryTakeDate(ref rest, out var date) || !TryTake(ref rest, ' ') || !TryTakeClock(ref rest, hoursMax: 23, out var clock) || !rest.IsEmpty)
            return IsBeyond(text) ? TextRead.Untyped : TextRead.Invalid;
        var total = ((Int128)date.ToDays() * TemporalText.TicksOfDay) + clock;
        if (total != (long)total)
            return TextRead.Untyped;
        ticks = (long)total;
        return TextRead.Value;
    }

    /// <summary>PostgreSQL's words for what lies outside the calendar; they come out of an import as they are.</summary>
    private static bool IsBeyond(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("infinity"u8) || text.SequenceEqual("-infinity"u8))
            return true;
        if (!text.EndsWith(" BC"u8))
            return false;
        var rest = text[..^3];
        return TryTakeDate(ref rest, out _)
            && (rest.IsEmpty || (TryTake(ref rest, ' ') && TryTakeClock(ref rest, hoursMax: 23, out _) && rest.IsEmpty));
    }

    private static bool TryTakeDate(ref ReadOnlySpan<byte> text, out CivilDate date)
    {
        date = default;
        var isNegative = TryTake(ref text, '-');
        if (!TryTakeNumber(ref text, YearDigitsMin, YearDigitsMax, out var year) || !TryTake(ref text, '-')
            || !TryTakeNumber(ref text, 1, 2, out var month) || !TryTake(ref text, '-')
            || !TryTakeNumber(ref text, 1, 2, out var day))
            return false;
        date = new CivilDate(isNegative ? -year : year, month, day);
        return date.IsValid;
    }

    private static bool TryTakeClock(ref ReadOnlySpan<byte> text, int hoursMax, out long ticks)
    {
        ticks = 0;
        if (!TryTakeNumber(ref text, 1, 3, out var hours) || hours > hoursMax || !TryTake(ref text, ':')
            || !TryTakeNumber(ref text, 1, 2, out var minutes) || minutes > 59 || !TryTake(ref text, ':')
            || !TryTakeNumber(ref text, 1, 2, out var seconds) || seconds > 59)
            return false;
        ticks = ((hours * 3600L) + (minutes * 60) + seconds) * TemporalText.TicksOfSecond;
        return !TryTake(ref text, '.') || TryTakeFraction(ref text, ref ticks);
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        var length = text.Length;
        if (!TryTakeNumber(ref text, 1, FractionDigitsMax, out var fraction))
            return false;
        var scaled = (long)fraction;
        for (var digits = length - text.Length; digits < FractionDigitsMax; digits++)
            scaled *= 10;
        ticks += scaled / 100;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, int digitsMin, int digitsMax, out int value)
    {
        value = 0;
        var length = 0;
        while (length < text.Length && (uint)(text[length] - '0') <= 9)
        {
            if (length == digitsMax)
                return false;
            value = (value * 10) + text[length++] - '0';
        }
        text = text[length..];
        return length >= digitsMin;
    }
}
