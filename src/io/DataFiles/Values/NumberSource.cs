using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>Turns a column of integers, dates or times into the integers that a file stores, a batch at a time.</summary>
internal sealed class NumberSource
{
    private const long DayMillis = 86_400_000;
    private const long TicksPerMicro = 10;

    private readonly Field _field;
    private readonly int _ordinal;
    private readonly ZoneMap _zone;
    private readonly RowFault _fault;
    private long[] _numbers = [];

    /// <exception cref="TransferException">The column's values are of a kind that is no number of the field's form.</exception>
    public NumberSource(Field field, int ordinal, ZoneMap zone, RowFault fault)
    {
        _field = field;
        _ordinal = ordinal;
        _zone = zone;
        _fault = fault;
        if (!IsPossible(field.Form, field.Column.Kind))
            throw Unconvertible(field);
    }

    public static bool Serves(FieldForm form) => form is FieldForm.Int or FieldForm.Long or FieldForm.EpochMillis
        or FieldForm.Date or FieldForm.TimeMicros or FieldForm.WallMicros or FieldForm.InstantMicros;

    public static TransferException Unconvertible(Field field) =>
        new($"Column {field.Column.Name} ({field.Column.SqlType}, held as {field.Column.Kind}) cannot be stored as {field.Form}."
            + $" As text it can be had with --map-column-java {field.Column.Name}=String.");

    /// <summary>The stored integer of each row; any number for NULL. Valid until the next call.</summary>
    /// <exception cref="TransferException">A value does not fit; the message names column and row.</exception>
    public ReadOnlySpan<long> Read(RowBatch batch)
    {
        var vector = batch.Columns[_ordinal];
        _fault.RejectUntyped(batch, _ordinal, _field.Form);
        if (_field.Form == FieldForm.Long && vector.Kind == ColumnKind.Int64)
            return vector.Values<long>();
        if (_numbers.Length < vector.Count)
            _numbers = new long[Math.Max(vector.Count, RowBatch.RowCountMax)];
        var numbers = _numbers.AsSpan(0, vector.Count);
        Fill(batch, vector, numbers);
        return numbers;
    }

    private static bool IsPossible(FieldForm form, ColumnKind kind) => form switch
    {
        FieldForm.Int or FieldForm.Long => kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Boolean,
        FieldForm.EpochMillis => kind is ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp,
        FieldForm.Date => kind == ColumnKind.Date,
        FieldForm.TimeMicros => kind == ColumnKind.Time,
        FieldForm.WallMicros or FieldForm.InstantMicros => kind == ColumnKind.Timestamp,
        _ => false,
    };

    private void Fill(RowBatch batch, ColumnVector vector, Span<long> numbers)
    {
        switch (vector.Kind)
        {
            case ColumnKind.Boolean:
                Widen(vector.Values<byte>(), numbers);
                break;
            case ColumnKind.Int32:
                Widen(vector.Values<int>(), numbers);
                break;
            case ColumnKind.Int64:
                FillInt(batch, vector.Values<long>(), numbers);
                break;
            case ColumnKind.Decimal:
                FillWhole(batch, vector, numbers);
                break;
            case ColumnKind.Date:
                FillDates(vector.Values<int>(), numbers);
                break;
            case ColumnKind.Time:
                FillTimes(batch, vector.Values<long>(), numbers);
                break;
            default:
                FillTimestamps(vector.Values<long>(), numbers);
                break;
        }
    }

    private static void Widen(ReadOnlySpan<byte> values, Span<long> numbers)
    {
        for (var row = 0; row < values.Length; row++)
            numbers[row] = values[row];
    }

    private static void Widen(ReadOnlySpan<int> values, Span<long> numbers)
    {
        for (var row = 0; row < values.Length; row++)
            numbers[row] = values[row];
    }

    private void FillInt(RowBatch batch, ReadOnlySpan<long> values, Span<long> numbers)
    {
        values.CopyTo(numbers);
        for (var row = 0; row < values.Length; row++)
            if (values[row] != (int)values[row])
                throw _fault.Of(batch, _ordinal, row, "does not fit an integer of 32 bits");
    }

    private void FillWhole(RowBatch batch, ColumnVector vector, Span<long> numbers)
    {
        var values = vector.Values<Int128>();
        var (least, greatest) = _field.Form == FieldForm.Int ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        for (var row = 0; row < values.Length; row++)
        {
            if (!DecimalBytes.TryRescale(values[row], vector.Scales[row], 0, out var whole) || whole < least || whole > greatest)
                throw _fault.Of(batch, _ordinal, row, $"does not fit an integer of {(_field.Form == FieldForm.Int ? 32 : 64)} bits");
            numbers[row] = (long)whole;
        }
    }

    private void FillDates(ReadOnlySpan<int> days, Span<long> numbers)
    {
        if (_field.Form == FieldForm.Date)
        {
            Widen(days, numbers);
            return;
        }
        for (var row = 0; row < days.Length; row++)
            numbers[row] = _zone.ToInstant(days[row] * DayMillis);
    }

    private void FillTimes(RowBatch batch, ReadOnlySpan<long> ticks, Span<long> numbers)
    {
        var isLogical = _field.Form == FieldForm.TimeMicros;
        for (var row = 0; row < ticks.Length; row++)
        {
            // As milliseconds the end of a day is the next day's start; the logical type has no such time.
            if (ticks[row] < 0 || ticks[row] > TimeSpan.TicksPerDay || (isLogical && ticks[row] == TimeSpan.TicksPerDay))
                throw _fault.Of(batch, _ordinal, row, "is no time of day");
            numbers[row] = isLogical ? ticks[row] / TicksPerMicro : _zone.ToInstant(ticks[row] / TimeSpan.TicksPerMillisecond);
        }
    }

    private void FillTimestamps(ReadOnlySpan<long> ticks, Span<long> numbers)
    {
        for (var row = 0; row < ticks.Length; row++)
        {
            var millis = ZoneMap.FloorDiv(ticks[row], TimeSpan.TicksPerMillisecond);
            numbers[row] = _field.Form switch
            {
                FieldForm.EpochMillis => _zone.ToInstant(millis),
                FieldForm.WallMicros => ZoneMap.FloorDiv(ticks[row], TicksPerMicro),
                _ => ZoneMap.FloorDiv(ticks[row], TicksPerMicro) + ((_zone.ToInstant(millis) - millis) * 1000),
            };
        }
    }
}
