using System.Buffers.Text;
using System.Text;

namespace Levada.Databases.PostgreSql.Values;

/// <summary>PostgreSQL's dates and times: days and microseconds since 2000-01-01, as numbers and as the server's ISO text.</summary>
/// <remarks>Proleptic Gregorian calendar; the year before 1 is 1 BC. Source: PostgreSQL manual, "Date/Time Types".</remarks>
internal static class CalendarForm
{
    /// <summary>Days from 1970-01-01 to 2000-01-01.</summary>
    public const int EpochDays = 10_957;

    public const long EpochMicroseconds = EpochDays * MicrosecondsPerDay;

    /// <summary>A microsecond in units of 100 ns.</summary>
    public const int TicksPerMicrosecond = 10;

    /// <summary>Bytes that the longest text takes.</summary>
    public const int TextBytesMax = 48;

    public const long MicrosecondsPerDay = 86_400_000_000;

    private const int FirstCommonDay = -730_119;
    private const int LastCommonDay = 2_921_939;
    private const int DaysPerEra = 146_097;

    /// <summary>Whether the date lies in the years 1 to 9999.</summary>
    public static bool IsCommonDate(int days) => days is >= FirstCommonDay and <= LastCommonDay;

    /// <summary>Whether the timestamp lies in the years 1 to 9999.</summary>
    public static bool IsCommonTimestamp(long microseconds) =>
        microseconds is >= FirstCommonDay * MicrosecondsPerDay and < (LastCommonDay + 1L) * MicrosecondsPerDay;

    /// <summary>The text of any date that the server sends.</summary>
    public static string DateText(int days)
    {
        if (days is int.MaxValue or int.MinValue)
            return days > 0 ? "infinity" : "-infinity";
        Span<byte> text = stackalloc byte[TextBytesMax];
        return Encoding.ASCII.GetString(text[..FormatDate((long)days + EpochDays, text)]);
    }

    /// <summary>The text of any timestamp that the server sends.</summary>
    public static string TimestampText(long microseconds)
    {
        if (microseconds is long.MaxValue or long.MinValue)
            return microseconds > 0 ? "infinity" : "-infinity";
        var days = Math.DivRem(microseconds, MicrosecondsPerDay, out var rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + MicrosecondsPerDay);
        Span<byte> text = stackalloc byte[TextBytesMax];
        return Encoding.ASCII.GetString(text[..FormatTimestamp(days + EpochDays, rest * TicksPerMicrosecond, text)]);
    }

    /// <summary>Writes the date so many days after 1970-01-01; answers the bytes written.</summary>
    public static int FormatDate(long days, Span<byte> target)
    {
        var length = FormatYearMonthDay(days, target, out var isBeforeChrist);
        return isBeforeChrist ? length + FormatBeforeChrist(target[length..]) : length;
    }

    /// <summary>Writes a date and a time of the day; answers the bytes written.</summary>
    /// <param name="days">Days after 1970-01-01.</param>
    /// <param name="ticks">Units of 100 ns after midnight.</param>
    public static int FormatTimestamp(long days, long ticks, Span<byte> target)
    {
        var length = FormatYearMonthDay(days, target, out var isBeforeChrist);
        target[length++] = (byte)' ';
        length += FormatTime(ticks, target[length..]);
        return isBeforeChrist ? length + FormatBeforeChrist(target[length..]) : length;
    }

    /// <summary>Writes units of 100 ns after midnight as hours, minutes, seconds and as many digits of a fraction as there are.</summary>
    public static int FormatTime(long ticks, Span<byte> target)
    {
        var length = 0;
        if (ticks < 0)
            target[length++] = (byte)'-';
        var rest = (ulong)Math.Abs(ticks);
        var seconds = rest / TimeSpan.TicksPerSecond;
        length += FormatDigits(seconds / 3600, 2, target[length..]);
        target[length++] = (byte)':';
        length += FormatDigits(seconds / 60 % 60, 2, target[length..]);
        target[length++] = (byte)':';
        length += FormatDigits(seconds % 60, 2, target[length..]);
        var fraction = rest % TimeSpan.TicksPerSecond;
        if (fraction == 0)
            return length;
        target[length++] = (byte)'.';
        length += FormatDigits(fraction, 7, target[length..]);
        while (target[length - 1] == '0')
            length--;
        return length;
    }

    private static int FormatBeforeChrist(Span<byte> target)
    {
        " BC"u8.CopyTo(target);
        return 3;
    }

    // Counts from 0000-03-01, so that the leap day ends a year, in eras of 400 years.
    private static int FormatYearMonthDay(long days, Span<byte> target, out bool isBeforeChrist)
    {
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = shifted - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / (DaysPerEra - 1))) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        isBeforeChrist = year <= 0;
        var length = FormatDigits((ulong)(isBeforeChrist ? 1 - year : year), 4, target);
        target[length++] = (byte)'-';
        length += FormatDigits((ulong)month, 2, target[length..]);
        target[length++] = (byte)'-';
        return length + FormatDigits((ulong)day, 2, target[length..]);
    }

    private static int FormatDigits(ulong value, byte digits, Span<byte> target)
    {
        Utf8Formatter.TryFormat(value, target, out var length, new('D', digits));
        return length;
    }
}
