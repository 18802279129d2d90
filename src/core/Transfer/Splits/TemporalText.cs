using System.Globalization;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Splits;

/// <summary>Dates, times and time stamps as SQL writes them, whatever the year.</summary>
internal static class TemporalText
{
    private const long DaysFromYearZero = 719_468;
    private const int DaysPerEra = 146_097;
    private const int YearsPerEra = 400;

    private static readonly string[] DateTimeForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] TimeForms = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    /// <summary><c>yyyy-MM-dd</c>, <c>HH:mm:ss</c> (a fraction when there is one) or <c>yyyy-MM-dd HH:mm:ss.f</c> (at least one digit), without trailing zeros.</summary>
    /// <param name="ticks">Units of 100 ns since 1970-01-01T00:00:00, or since midnight.</param>
    public static string Format(long ticks, SqlType type)
    {
        if (IsTime(type))
            return Clock(ticks, Fraction(ticks, ""));
        var days = Math.DivRem(ticks, TimeSpan.TicksPerDay, out var clock);
        if (clock < 0)
            (days, clock) = (days - 1, clock + TimeSpan.TicksPerDay);
        return type == SqlType.Date ? Day(days) : $"{Day(days)} {Clock(clock, Fraction(clock, ".0"))}";
    }

    /// <summary>Reads a date of the years 1 to 9999, a time below a day or both, with a fraction of up to seven digits, as SQL or ISO 8601 writes it.</summary>
    /// <returns>Null for anything else.</returns>
    public static long? Parse(string text)
    {
        if (DateTime.TryParseExact(text, DateTimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return (moment - DateTime.UnixEpoch).Ticks;
        return TimeOnly.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Ticks : null;
    }

    public static bool IsTime(SqlType type) => type is SqlType.Time or SqlType.TimeWithTimezone;

    private static string Clock(long ticks, string fraction)
    {
        var seconds = Math.Abs(ticks) / TimeSpan.TicksPerSecond;
        return $"{(ticks < 0 ? "-" : "")}{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{fraction}";
    }

    private static string Fraction(long ticks, string none)
    {
        var fraction = Math.Abs(ticks) % TimeSpan.TicksPerSecond;
        return fraction == 0 ? none : $".{fraction:0000000}".TrimEnd('0');
    }

    // Proleptic Gregorian, counted in eras of 400 years that begin on 1 March, so that the leap day comes last.
    public static string Day(long daysSinceEpoch)
    {
        var shifted = daysSinceEpoch + DaysFromYearZero;
        var era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        var dayOfEra = shifted - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / (DaysPerEra - 1))) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + (era * YearsPerEra) + (month <= 2 ? 1 : 0);
        return $"{year:0000}-{month:00}-{day:00}";
    }
}
