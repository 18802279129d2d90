using System.Buffers.Binary;
using System.Buffers.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Reading;

/// <summary>DATE, DATETIME and TIMESTAMP, with the rule for what is no day of the calendar.</summary>
internal sealed class WallClockCell(string column, ZeroDates zeroDates, bool isBinary) : CellDecoder
{
    private static readonly WallClock FirstDay = new(1, 1, 1, 0, 0);

    public string Column => column;

    /// <summary>Values with a zero month or day, or a day that the month has not, which became NULL.</summary>
    public long UnreadableCount { get; private set; }

    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        var value = isBinary ? WallClock.OfBinary(cell) : WallClock.OfText(cell);
        if (value.IsOfCalendar)
            Append(value, target);
        else if (!value.IsZero)
            AppendUnreadable(target);
        else
            AppendZero(target);
    }

    private void AppendUnreadable(ColumnVector target)
    {
        UnreadableCount++;
        target.AppendNull();
    }

    private void AppendZero(ColumnVector target)
    {
        switch (zeroDates)
        {
            case ZeroDates.Round:
                Append(FirstDay, target);
                break;
            case ZeroDates.Refuse:
                throw new TransferException(
                    $"Column {column} holds the date 0000-00-00, which zeroDateTimeBehavior=exception in the URL refuses: convertToNull reads it as NULL.");
            default:
                target.AppendNull();
                break;
        }
    }

    private static void Append(WallClock value, ColumnVector target)
    {
        if (target.Kind == ColumnKind.Date)
            target.AppendDate(value.DaysSinceEpoch);
        else
            target.AppendTicks((value.DaysSinceEpoch * TimeSpan.TicksPerDay) + value.TicksOfDay);
    }
}

/// <summary>A TIME, from -838:59:59 to 838:59:59.</summary>
internal sealed class TimeCell(bool isBinary) : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target) => target.AppendTicks(isBinary ? OfBinary(cell) : OfText(cell));

    private static long OfText(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == (byte)'-';
        if (isNegative)
            text = text[1..];
        if (!Utf8Parser.TryParse(text, out int hours, out var taken))
            throw new TransferException("The server sent a time without hours.");
        var rest = text[(taken + 1)..];
        var microseconds = rest.Length > 6 ? WallClock.Fraction(rest[6..]) : 0;
        return Ticks(isNegative, hours, (WallClock.Pair(rest) * 60) + WallClock.Pair(rest[3..]), microseconds);
    }

    /// <summary>Of 0, 8 or 12 bytes: sign, days, hours, minutes, seconds, microseconds.</summary>
    private static long OfBinary(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return 0;
        var hours = (BinaryPrimitives.ReadInt32LittleEndian(value[1..]) * 24) + value[5];
        var microseconds = value.Length < 12 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(value[8..]);
        return Ticks(value[0] != 0, hours, (value[6] * 60) + value[7], microseconds);
    }

    private static long Ticks(bool isNegative, int hours, int seconds, int microseconds)
    {
        var ticks = (hours * TimeSpan.TicksPerHour) + (seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond);
        return isNegative ? -ticks : ticks;
    }
}
