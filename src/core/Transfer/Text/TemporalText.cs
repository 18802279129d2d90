using System.Buffers.Text;

namespace Levada.Transfer.Text;

/// <summary>Days, times and timestamps as JDBC's escape forms print them.</summary>
public static class TemporalText
{
    /// <summary>Bytes that no timestamp of 64 bits exceeds.</summary>
    public const int BytesMax = 48;

    public const string Alphabet = "-:. 0123456789";

    public const long TicksOfSecond = 10_000_000;
    public const long TicksOfDay = 24 * 3600 * TicksOfSecond;
    public const int FractionDigitsMax = 7;

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary><c>yyyy-mm-dd</c>; a year beyond four digits has all of them, one before year 0 a sign.</summary>
    public static int WriteDate(long daysSinceEpoch, Span<byte> target)
    {
        var date = CivilDate.FromDays(daysSinceEpoch);
        var length = WriteYear(date.Year, target);
        target[length] = (byte)'-';
        WritePair(date.Month, target[(length + 1)..]);
        target[length + 3] = (byte)'-';
        WritePair(date.Day, target[(length + 4)..]);
        return length + 6;
    }

    /// <summary><c>hh:mm:ss</c> with as many digits for the hours as they need.</summary>
    /// <param name="ticks">Units of 100 ns, of either sign.</param>
    /// <param name="isFractionWritten">Whether what is below a second follows after a point, when there is any.</param>
    public static int WriteTime(long ticks, bool isFractionWritten, Span<byte> target)
    {
        var start = 0;
        if (ticks < 0)
            target[start++] = (byte)'-';
        var magnitude = ticks < 0 ? 0UL - (ulong)ticks : (ulong)ticks;
        var seconds = (long)(magnitude / TicksOfSecond);
        start += WriteClock(seconds, target[start..]);
        var fraction = (int)(magnitude % TicksOfSecond);
        return isFractionWritten && fraction != 0 ? start + WriteFraction(fraction, target[start..]) : start;
    }

    /// <summary><c>yyyy-mm-dd hh:mm:ss.f</c> with at least one digit after the point and no zeros at the end.</summary>
    public static int WriteTimestamp(long ticksSinceEpoch, Span<byte> target)
    {
        var days = ticksSinceEpoch / TicksOfDay;
        var rest = ticksSinceEpoch - (days * TicksOfDay);
        if (rest < 0)
        {
            rest += TicksOfDay;
            days--;
        }
        var length = WriteDate(days, target);
        target[length++] = (byte)' ';
        length += WriteClock(rest / TicksOfSecond, target[length..]);
        return length + WriteFraction((int)(rest % TicksOfSecond), target[length..]);
    }

    private static int WriteYear(long year, Span<byte> target)
    {
        if (year is >= 0 and <= 9999)
        {
            WritePair((int)year / 100, target);
            WritePair((int)year % 100, target[2..]);
            return 4;
        }
        Utf8Formatter.TryFormat(year, target, out var count, new('D', 4));
        return count;
    }

    private static int WriteClock(long seconds, Span<byte> target)
    {
        var minutes = seconds / 60;
        var hours = minutes / 60;
        var length = 2;
        if (hours < 100)
            WritePair((int)hours, target);
        else
            Utf8Formatter.TryFormat(hours, target, out length);
        var rest = target.Slice(length, 6);
        rest[0] = (byte)':';
        WritePair((int)(minutes - (hours * 60)), rest[1..]);
        rest[3] = (byte)':';
        WritePair((int)(seconds - (minutes * 60)), rest[4..]);
        return length + 6;
    }

    private static int WriteFraction(int ticks, Span<byte> target)
    {
        target[0] = (byte)'.';
        var length = 1;
        var unit = (int)TicksOfSecond;
        do
        {
            unit /= 10;
            var digit = ticks / unit;
            target[length++] = (byte)('0' + digit);
            ticks -= digit * unit;
        }
        while (ticks != 0);
        return length;
    }

    private static void WritePair(int value, Span<byte> target) => Pairs.Slice(value * 2, 2).CopyTo(target);
}
