namespace Levada.DataFiles.Values;

/// <summary>Moves between wall clock in a zone and instants, both as milliseconds since 1970-01-01T00:00.</summary>
/// <remarks>
/// A wall clock that a zone leaves out is moved forward by the gap, one that occurs twice means the earlier instant. Years that a
/// <see cref="DateTime"/> cannot hold use the rules of the year that is a multiple of 400 years away. Not safe for several threads at once.
/// </remarks>
internal sealed class ZoneMap
{
    private const long DayMillis = 86_400_000;
    private const long HourMillis = 3_600_000;
    private const int DaysIn400Years = 146_097;
    private const int SlotCount = 8192;
    private const long Mixed = long.MinValue;

    // No zone is further from UTC than 14 hours, none changed by more than a day at once.
    private const int ReachHours = 15;

    private readonly TimeZoneInfo _zone;
    private readonly bool _isFixed;
    private readonly long _fixedOffset;
    private readonly Slot[] _slots;

    public ZoneMap(TimeZoneInfo zone)
    {
        _zone = zone;
        _isFixed = zone.GetAdjustmentRules().Length == 0;
        _fixedOffset = (long)zone.BaseUtcOffset.TotalMilliseconds;
        _slots = _isFixed ? [] : new Slot[SlotCount];
    }

    /// <summary>The instant of a wall clock.</summary>
    public long ToInstant(long wallMillis)
    {
        if (_isFixed)
            return wallMillis - _fixedOffset;
        var offset = OffsetOfDay(FloorDiv(wallMillis, DayMillis));
        return offset == Mixed ? ToInstantNearTransition(wallMillis) : wallMillis - offset;
    }

    /// <summary>The wall clock of an instant.</summary>
    public long ToWall(long instantMillis)
    {
        if (_isFixed)
            return instantMillis + _fixedOffset;
        var offset = OffsetOfDay(FloorDiv(instantMillis, DayMillis));
        return instantMillis + (offset == Mixed ? OffsetAt(instantMillis) : offset);
    }

    /// <summary>The quotient rounded towards minus infinity.</summary>
    public static long FloorDiv(long dividend, long divisor)
    {
        var (quotient, rest) = Math.DivRem(dividend, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    // The offset before a transition serves both rules: inside a gap it lands behind the gap, inside an overlap it is the earlier instant.
    private long ToInstantNearTransition(long wallMillis)
    {
        var before = OffsetAt(wallMillis - (ReachHours * HourMillis));
        if (OffsetAt(wallMillis - before) == before)
            return wallMillis - before;
        var after = OffsetAt(wallMillis + (ReachHours * HourMillis));
        return OffsetAt(wallMillis - after) == after ? wallMillis - after : wallMillis - before;
    }

    // One offset for all instants that can be meant by a clock reading of that day, in any zone; or Mixed.
    private long OffsetOfDay(long day)
    {
        ref var slot = ref _slots[(int)(day & (SlotCount - 1))];
        if (!slot.IsKnown || slot.Day != day)
            slot = new Slot(true, day, ExamineDay(day));
        return slot.Offset;
    }

    private long ExamineDay(long day)
    {
        var start = day * DayMillis;
        var offset = OffsetAt(start - (ReachHours * HourMillis));
        for (var hour = 1 - ReachHours; hour <= 24 + ReachHours; hour++)
            if (OffsetAt(start + (hour * HourMillis)) != offset)
                return Mixed;
        return offset;
    }

    private long OffsetAt(long instantMillis)
    {
        const long first = -62_135_596_800_000;
        const long last = 253_402_300_799_999;
        const long cycle = DaysIn400Years * DayMillis;
        if (instantMillis > last)
            instantMillis -= ((instantMillis - last + cycle - 1) / cycle) * cycle;
        // Before the first rule of any zone there is one offset.
        instantMillis = Math.Max(instantMillis, first);
        return _zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks(instantMillis * TimeSpan.TicksPerMillisecond)).Ticks / TimeSpan.TicksPerMillisecond;
    }

    private readonly record struct Slot(bool IsKnown, long Day, long Offset);
}
