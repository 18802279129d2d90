using System.Globalization;

namespace Levada.Databases.Sqlite;

/// <summary>Dates and times in the texts that SQLite's own functions read and write.</summary>
internal static class SqliteTime
{
    public const int TextLengthMax = 40;

    private const int DateLength = 10;
    private const int EpochDayNumber = 719_162;
    private const int FractionDigitsMax = 7;

    /// <summary>Reads <c>yyyy-MM-dd</c> into days since 1970-01-01.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day))
            return false;
        if (year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        days = new DateOnly(year, month, day).DayNumber - EpochDayNumber;
        return true;
    }

    /// <summary>Reads <c>HH:mm</c>, <c>HH:mm:ss</c> or one with a fraction of at most seven digits into units of 100 ns.</summary>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute))
            return false;
        var second = 0;
        if (text.Length > 5 && (text.Length < 8 || text[5] != ':' || !TryDigits(text[6..8], out second)))
            return false;
        var fraction = 0L;
        if (text.Length > 8 && (text[8] != '.' || !TryFraction(text[9..], out fraction)))
            return false;
        ticks = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return hour < 24 && minute < 60 && second < 60;
    }

    /// <summary>Reads a date, or a date and a time with a blank or T between them, into units of 100 ns since 1970-01-01.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < DateLength || !TryParseDate(text[..DateLength], out var days))
            return false;
        var time = 0L;
        if (text.Length > DateLength && (text[DateLength] is not ((byte)' ' or (byte)'T') || !TryParseTime(text[(DateLength + 1)..], out time)))
            return false;
        ticks = (days * TimeSpan.TicksPerDay) + time;
        return true;
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>. Answers 0 for a day outside the years 1 to 9999, which SQLite's functions do not know.</summary>
    public static int FormatDate(int days, Span<byte> text)
    {
        var number = (long)days + EpochDayNumber;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber)
            return 0;
        DateOnly.FromDayNumber((int)number).TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Writes <c>HH:mm:ss</c> and, if there is one, the fraction without trailing zeros. Answers 0 for what is no time of a day.</summary>
    public static int FormatTime(long ticks, Span<byte> text)
    {
        if (ticks is < 0 or >= TimeSpan.TicksPerDay)
            return 0;
        new TimeOnly(ticks).TryFormat(text, out var length, ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Writes a date, a blank and a time. Answers 0 outside the years 1 to 9999.</summary>
    public static int FormatTimestamp(long ticks, Span<byte> text)
    {
        var days = Math.DivRem(ticks, TimeSpan.TicksPerDay, out var time);
        if (time < 0)
            (days, time) = (days - 1, time + TimeSpan.TicksPerDay);
        var length = FormatDate((int)days, text);
        if (length == 0)
            return 0;
        text[length++] = (byte)' ';
        return length + FormatTime(time, text[length..]);
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit((char)letter))
                return false;
            number = (number * 10) + (letter - '0');
        }
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var digits = text.TrimEnd((byte)'0');
        if (text.IsEmpty || digits.Length > FractionDigitsMax || !TryDigits(digits, out var number) || text[digits.Length..].ContainsAnyExcept((byte)'0'))
            return false;
        ticks = number;
        for (var place = digits.Length; place < FractionDigitsMax; place++)
            ticks *= 10;
        return true;
    }
}
