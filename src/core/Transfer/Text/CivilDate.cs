namespace Levada.Transfer.Text;

/// <summary>A day of the proleptic Gregorian calendar; year 0 is 1 BC. Wider than .NET's own date, whose years end at 9999.</summary>
public readonly record struct CivilDate(long Year, int Month, int Day)
{
    private const int DaysOfEra = 146_097;
    private const int DaysFromMarchOfYearZero = 719_468;

    /// <summary>The day that is so many days after 1970-01-01.</summary>
    public static CivilDate FromDays(long daysSinceEpoch)
    {
        var days = daysSinceEpoch + DaysFromMarchOfYearZero;
        var era = (days >= 0 ? days : days - (DaysOfEra - 1)) / DaysOfEra;
        var dayOfEra = (uint)(days - (era * DaysOfEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        // Years that begin in March put the leap day last; their months have 153 days in each group of five.
        var month = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        var year = yearOfEra + (era * 400) + (month >= 10 ? 1 : 0);
        return new CivilDate(year, (int)(month < 10 ? month + 3 : month - 9), (int)day);
    }

    /// <summary>Days since 1970-01-01 of a valid day.</summary>
    public long ToDays()
    {
        var year = Month <= 2 ? Year - 1 : Year;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (Month > 2 ? Month - 3 : Month + 9)) + 2) / 5) + Day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysOfEra) + dayOfEra - DaysFromMarchOfYearZero;
    }

    /// <summary>Whether the calendar has this day.</summary>
    public bool IsValid => Month is >= 1 and <= 12 && Day >= 1 && Day <= DaysOfMonth;

    private int DaysOfMonth => Month switch
    {
        2 => Year % 4 == 0 && (Year % 100 != 0 || Year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
