using System.Globalization;

namespace Levada.DataFiles.Values;

/// <summary>Dates and times as text, in any year. Proleptic Gregorian calendar.</summary>
internal static class CivilTime
{
    public const long TicksPerDay = TimeSpan.TicksPerDay;

    // Days from 0000-03-01, where the reckoning below begins, to 1970-01-01; and those of 400 years.
    private const long EpochDays = 719_468;
    private const long DaysIn400Years = 146_097;

    /// <summary><c>yyyy-mm-dd</c>; a year beyond four digits is written whole, one before year 1 with a minus sign.</summary>
    public static string Date(long days)
    {
        var (year, month, day) = FromDays(days);
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
    }

    /// <summary><c>hh:mm:ss</c>, hours beyond a day and a minus sign where they occur, digits of a fraction only where there is one.</summary>
    public static string Time(long ticks)
    {
        var magnitude = Math.Abs(ticks);
        var seconds = magnitude / TimeSpan.TicksPerSecond;
        var fraction = magnitude % TimeSpan.TicksPerSecond;
        var sign = ticks < 0 ? "-" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return fraction == 0 ? text : text + "." + fraction.ToString("0000000", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    /// <summary><c>yyyy-mm-dd hh:mm:ss.f</c> with at least one digit of the fraction, as JDBC writes it.</summary>
    public static string Timestamp(long ticks)
    {
        var days = ZoneMap.FloorDiv(ticks, TicksPerDay);
        var time = Time(ticks - (days * TicksPerDay));
        return $"{Date(days)} {time}{(time.Contains('.', StringComparison.Ordinal) ? "" : ".0")}";
    }

    /// <summary>Days since 1970-01-01 of a date whose parts are in range.</summary>
    public static long ToDays(long year, int month, int day)
    {
        var fromMarch = month > 2 ? year : year - 1;
        var era = ZoneMap.FloorDiv(fromMarch, 400);
        var yearOfEra = fromMarch - (era * 400);
        var dayOfYear = ((((month + 9) % 12 * 153) + 2) / 5) + day - 1;
        return (era * DaysIn400Years) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochDays;
    }

    private static (long Year, int Month, int Day) FromDays(long days)
    {
        var shifted = days + EpochDays;
        var era = ZoneMap.FloorDiv(shifted, DaysIn400Years);
        var dayOfEra = shifted - (era * DaysIn400Years);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = (int)(dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100)));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var month = (monthFromMarch + 2) % 12 + 1;
        var year = (era * 400) + yearOfEra + (month <= 2 ? 1 : 0);
        return (year, month, dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
    }
}
