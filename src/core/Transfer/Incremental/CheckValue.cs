using System.Globalization;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Incremental;

/// <summary>Values of a check column: as text, as a literal, compared.</summary>
internal sealed class CheckValue(Column column, Dialect dialect)
{
    private const int TickDigits = 7;

    private bool IsTemporal => column.SqlType is SqlType.Date or SqlType.Time or SqlType.Timestamp
        or SqlType.TimeWithTimezone or SqlType.TimestampWithTimezone;

    private bool IsNumber => column.SqlType is SqlType.TinyInt or SqlType.SmallInt or SqlType.Integer or SqlType.BigInt
        or SqlType.Numeric or SqlType.Decimal or SqlType.Real or SqlType.Float or SqlType.Double;

    /// <summary>A value as <c>--last-value</c> takes it; null for NULL.</summary>
    public string? TextOf(SplitValue value) => value switch
    {
        SplitValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        SplitValue.Exact exact => new ExactNumber(exact.Unscaled, exact.Scale).ToString(),
        SplitValue.Real real => real.Value.ToString("R", CultureInfo.InvariantCulture),
        SplitValue.Temporal temporal => temporal.Value,
        SplitValue.Boolean boolean => dialect.BooleanLiteral(boolean.Value),
        SplitValue.Text text => text.Value,
        _ => null,
    };

    /// <summary>The database's time, cut to what the column can hold.</summary>
    /// <remarks>A finer bound would pass over rows that are written within the same unit of the column after this import.</remarks>
    public string? Floored(SplitValue now)
    {
        var ticks = now is SplitValue.Temporal temporal ? temporal.Ticks : TextOf(now) is { } text ? TemporalText.Parse(text) : null;
        if (ticks is not { } moment)
            return TextOf(now);
        var unit = column.SqlType == SqlType.Date
            ? TimeSpan.TicksPerDay
            : (long)Math.Pow(10, TickDigits - Math.Clamp(column.Scale, 0, TickDigits));
        return TemporalText.Format((long)(ExactNumber.FloorDivide(moment, unit) * unit), column.SqlType == SqlType.Date ? SqlType.Date : SqlType.Timestamp);
    }

    /// <summary>A value as SQL writes it.</summary>
    /// <exception cref="TransferException">The text cannot be a value of the column.</exception>
    public string Literal(string value)
    {
        if (IsTemporal)
            return value.Contains('\'') ? throw Misfit(value) : dialect.TemporalLiteral(value, column.SqlType);
        if (column.SqlType is SqlType.Bit or SqlType.Boolean)
            return bool.TryParse(value, out var truth) ? dialect.BooleanLiteral(truth) : ExactNumber.Parse(value) is null ? throw Misfit(value) : value;
        if (!IsNumber)
            return dialect.TextLiteral(value, column.SqlType);
        // NaN and infinity are numbers of some databases, written as texts.
        return ExactNumber.Parse(value) is not null ? value : IsUnbounded(value) ? dialect.TextLiteral(value, column.SqlType) : throw Misfit(value);
    }

    /// <summary>Whether the last value is below the bound, so that there may be rows in between.</summary>
    public bool IsBelow(string lastValue, string bound)
    {
        if (IsNumber && ExactNumber.Parse(lastValue) is { } last && ExactNumber.Parse(bound) is { } end)
            return last.CompareTo(end) < 0;
        if (IsTemporal && TemporalText.Parse(lastValue) is { } lastTicks && TemporalText.Parse(bound) is { } endTicks)
            return lastTicks < endTicks;
        return !string.Equals(lastValue, bound, StringComparison.Ordinal);
    }

    private static bool IsUnbounded(string value) =>
        double.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !double.IsFinite(number);

    private TransferException Misfit(string value) => new($"--last-value '{value}' is not a value of the check column {column.Name} ({column.SqlType}).");
}
