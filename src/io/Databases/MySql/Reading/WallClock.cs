using System.Buffers.Binary;
using Levada.Transfer.Text;

namespace Levada.Databases.MySql.Reading;

/// <summary>A DATE, DATETIME or TIMESTAMP as it stands in a row, which need not be a day of the calendar.</summary>
internal readonly record struct WallClock(int Year, int Month, int Day, int Seconds, int Microseconds)
{
    /// <summary>Whether it is <c>0000-00-00</c>.</summary>
    public bool IsZero => Year == 0 && Month == 0 && Day == 0;

    public bool IsOfCalendar => Date.IsValid;

    /// <summary>Units of 100 ns since midnight.</summary>
    public long TicksOfDay => (Seconds * TimeSpan.TicksPerSecond) + (Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Days since 1970-01-01 of a day of the calendar.</summary>
    public int DaysSinceEpoch => (int)Date.ToDays();

    private CivilDate Date => new(Year, Month, Day);

    /// <summary>Reads <c>yyyy-MM-dd</c> or <c>yyyy-MM-dd HH:mm:ss</c> with up to six digits of a fraction.</summary>
    public static WallClock OfText(ReadOnlySpan<byte> text)
    {
        var time = text.Length > 10 ? text[11..] : default;
        return new WallClock(
            (Pair(text) * 100) + Pair(text[2..]),
            Pair(text[5..]),
            Pair(text[8..]),
            time.IsEmpty ? 0 : (Pair(time) * 3600) + (Pair(time[3..]) * 60) + Pair(time[6..]),
            time.Length > 9 ? Fraction(time[9..]) : 0);
    }

    /// <summary>Reads the binary protocol's value of 0, 4, 7 or 11 bytes; what is left out is zero.</summary>
    public static WallClock OfBinary(ReadOnlySpan<byte> value) => value.Length == 0
        ? default
        : new WallClock(
            BinaryPrimitives.ReadUInt16LittleEndian(value),
            value[2],
            value[3],
            value.Length < 7 ? 0 : (value[4] * 3600) + (value[5] * 60) + value[6],
            value.Length < 11 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(value[7..]));

    /// <summary>Microseconds of up to six digits behind a point.</summary>
    public static int Fraction(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        for (var i = 0; i < 6; i++)
            value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return value;
    }

    public static int Pair(ReadOnlySpan<byte> text) => ((text[0] - '0') * 10) + (text[1] - '0');
}
