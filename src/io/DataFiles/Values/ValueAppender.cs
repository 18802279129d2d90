using System.Globalization;
using System.Numerics;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Values;

/// <summary>Appends the values of one field of a file to a vector of the column that is wanted, whatever the file's own type is.</summary>
/// <remarks>A value that the column cannot take is a <see cref="TransferException"/> that names file, record and column.</remarks>
internal sealed class ValueAppender(Column column, ZoneMap zone, RecordPlace place)
{
    private const long DayMillis = 86_400_000;
    private const long TicksPerMicro = 10;
    private const long InstantMax = 1L << 60;

    private readonly FieldConverter _texts = new(column, new TextOptions());
    private ColumnVector _vector = new(column.Kind);

    /// <summary>Where values go from now on.</summary>
    public void Bind(ColumnVector vector) => _vector = vector;

    public void AppendNull() => _vector.AppendNull();

    public void AppendBoolean(bool value)
    {
        if (column.Kind == ColumnKind.Boolean)
            _vector.AppendBoolean(value);
        else if (column.Kind == ColumnKind.Text)
            _vector.AppendText(value ? "true" : "false");
        else
            AppendInt64(value ? 1 : 0);
    }

    /// <summary>Appends a whole number; for a date, time or timestamp it is milliseconds since 1970-01-01T00:00Z.</summary>
    public void AppendInt64(long value)
    {
        switch (column.Kind)
        {
            case ColumnKind.Int64:
                _vector.AppendInt64(value);
                break;
            case ColumnKind.Int32 when value == (int)value:
                _vector.AppendInt32((int)value);
                break;
            case ColumnKind.Boolean:
                _vector.AppendBoolean(value != 0);
                break;
            case ColumnKind.Float32:
                _vector.AppendFloat32(value);
                break;
            case ColumnKind.Float64:
                _vector.AppendFloat64(value);
                break;
            case ColumnKind.Decimal:
                _vector.AppendDecimal(value, 0);
                break;
            case ColumnKind.Text:
                _vector.AppendText(value.ToString(CultureInfo.InvariantCulture));
                break;
            case ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp:
                AppendInstant(value, 0);
                break;
            default:
                throw Misfit(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void AppendFloat64(double value)
    {
        Span<byte> buffer = stackalloc byte[JavaFloatText.BytesMax];
        if (column.Kind == ColumnKind.Float64)
            _vector.AppendFloat64(value);
        else if (column.Kind == ColumnKind.Float32)
            _vector.AppendFloat32((float)value);
        else
            AppendText(buffer[..JavaFloatText.Write(value, buffer)]);
    }

    public void AppendFloat32(float value)
    {
        Span<byte> buffer = stackalloc byte[JavaFloatText.BytesMax];
        if (column.Kind == ColumnKind.Float32)
            _vector.AppendFloat32(value);
        else if (column.Kind == ColumnKind.Float64)
            _vector.AppendFloat64(value);
        else
            AppendText(buffer[..JavaFloatText.Write(value, buffer)]);
    }

    /// <summary>Appends text, or the value that it stands for.</summary>
    public void AppendText(ReadOnlySpan<byte> text)
    {
        if (column.Kind is ColumnKind.Text or ColumnKind.Bytes)
            _vector.AppendBytes(text);
        else if (!_texts.TryAppendValue(text, _vector))
            throw place.Fault(_texts.Explain(text));
    }

    public void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        if (column.Kind is ColumnKind.Bytes or ColumnKind.Text)
            _vector.AppendBytes(bytes);
        else
            throw Misfit($"{bytes.Length} bytes");
    }

    /// <summary>Appends the text that stands for a value which lies in another file.</summary>
    public void AppendPlace(string text)
    {
        if (column.Kind is ColumnKind.Bytes or ColumnKind.Text)
            _vector.AppendUntyped(text);
        else
            throw Misfit(text);
    }

    /// <summary>Appends a decimal in big-endian two's complement.</summary>
    public void AppendDecimal(ReadOnlySpan<byte> bytes, int scale)
    {
        if (DecimalBytes.TryRead(bytes, out var unscaled) && DecimalBytes.Fits(unscaled, DecimalBytes.PowerMax))
            AppendDecimal(unscaled, scale);
        else if (column.Kind is ColumnKind.Decimal or ColumnKind.Text && bytes.Length <= 1024)
            AppendLarge(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), scale);
        else
            throw Misfit($"a decimal of {bytes.Length} bytes");
    }

    public void AppendDecimal(Int128 unscaled, int scale)
    {
        if (column.Kind == ColumnKind.Decimal)
        {
            _vector.AppendDecimal(unscaled, scale);
            return;
        }
        if (scale == 0 && unscaled >= long.MinValue && unscaled <= long.MaxValue && column.Kind is ColumnKind.Int32 or ColumnKind.Int64)
        {
            AppendInt64((long)unscaled);
            return;
        }
        Span<byte> text = stackalloc byte[DecimalText.BytesMax];
        AppendText(text[..DecimalText.WritePlain(unscaled, scale, text)]);
    }

    public void AppendDate(long days)
    {
        if (column.Kind == ColumnKind.Date && days == (int)days)
            _vector.AppendDate((int)days);
        else if (column.Kind == ColumnKind.Timestamp && IsTickRange(days, TimeSpan.TicksPerDay))
            _vector.AppendTicks(days * TimeSpan.TicksPerDay);
        else if (column.Kind == ColumnKind.Text && IsTickRange(days, TimeSpan.TicksPerDay))
            _vector.AppendReserved(TemporalText.WriteDate(days, _vector.ReserveBytes(TemporalText.BytesMax)));
        else
            throw Misfit($"day {days}");
    }

    /// <summary>Appends a time of day in units of 100 ns.</summary>
    public void AppendTime(long ticks)
    {
        if (column.Kind == ColumnKind.Time)
            _vector.AppendTicks(ticks);
        else if (column.Kind == ColumnKind.Text)
            _vector.AppendReserved(TemporalText.WriteTime(ticks, isFractionWritten: true, _vector.ReserveBytes(TemporalText.BytesMax)));
        else
            throw Misfit($"a time of {ticks} ticks");
    }

    /// <summary>Appends a timestamp since 1970-01-01T00:00, to the 100 ns that a column holds.</summary>
    /// <param name="number">How many units.</param>
    /// <param name="unitsPerSecond">1,000 to 1,000,000,000.</param>
    /// <param name="isWall">Whether it is a wall clock, or an instant that the zone shows as one.</param>
    public void AppendTimestamp(long number, int unitsPerSecond, bool isWall)
    {
        var unitsPerMilli = unitsPerSecond / 1000;
        var millis = ZoneMap.FloorDiv(number, unitsPerMilli);
        var ticks = (int)((number - (millis * unitsPerMilli)) * TimeSpan.TicksPerMillisecond / unitsPerMilli);
        if (!isWall)
            AppendInstant(millis, ticks);
        else if (IsTickRange(millis, TimeSpan.TicksPerMillisecond))
            AppendWall(millis * 1000, ticks);
        else
            throw Misfit($"a timestamp of {millis} milliseconds");
    }

    /// <summary>Appends a wall clock in microseconds since 1970-01-01T00:00 and the units of 100 ns beyond them.</summary>
    private void AppendWall(long micros, int ticks)
    {
        if (!IsTickRange(micros, TicksPerMicro))
            throw Misfit($"a timestamp of {micros} microseconds");
        var wall = (micros * TicksPerMicro) + ticks;
        if (column.Kind == ColumnKind.Timestamp)
            _vector.AppendTicks(wall);
        else if (column.Kind == ColumnKind.Date)
            AppendDate(ZoneMap.FloorDiv(wall, TimeSpan.TicksPerDay));
        else if (column.Kind == ColumnKind.Time)
            _vector.AppendTicks(wall - (ZoneMap.FloorDiv(wall, TimeSpan.TicksPerDay) * TimeSpan.TicksPerDay));
        else if (column.Kind == ColumnKind.Text)
            _vector.AppendReserved(TemporalText.WriteTimestamp(wall, _vector.ReserveBytes(TemporalText.BytesMax)));
        else
            throw Misfit($"a timestamp of {micros} microseconds");
    }

    /// <summary>Appends an instant in milliseconds since 1970-01-01T00:00Z, as the wall clock of the zone, and the units of 100 ns beyond them.</summary>
    private void AppendInstant(long millis, int ticks)
    {
        // Far beyond any calendar; keeps the zone's arithmetic from wrapping.
        if (millis is < -InstantMax or > InstantMax)
            throw Misfit($"a timestamp of {millis} milliseconds");
        var wall = zone.ToWall(millis);
        if (column.Kind == ColumnKind.Date)
            AppendDate(ZoneMap.FloorDiv(wall, DayMillis));
        else if (IsTickRange(wall, TimeSpan.TicksPerMillisecond))
            AppendWall(wall * 1000, ticks);
        else
            throw Misfit($"a timestamp of {millis} milliseconds");
    }

    private static bool IsTickRange(long value, long unit) => value > long.MinValue / unit && value < long.MaxValue / unit;

    // More than 38 digits: the text is the value.
    private void AppendLarge(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        text = unscaled.Sign < 0 ? "-" + text : text;
        if (column.Kind == ColumnKind.Decimal)
            _vector.AppendUntyped(text);
        else
            _vector.AppendText(text);
    }

    private TransferException Misfit(string value) => place.Fault($"column {column.Name} cannot hold {value}");
}
