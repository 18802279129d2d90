using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Splits;

/// <summary>Divides the rows of an import among its parts, as Sqoop does: number, order and rows of the part files follow from it.</summary>
/// <remarks>
/// Together the ranges hold every row exactly once, whatever the bounds; with a boundary query, every row within its bounds.
/// Differences from Sqoop, all of which lost or doubled rows there: NULLs have a range of their own; the last interval of a
/// floating-point column begins where the one before ends; parts of a text column exclude each other in any collation; the ends of
/// floating-point and temporal columns are open when the bounds are our own.
/// </remarks>
public static class SplitPlanner
{
    /// <summary>Parts that one import can have.</summary>
    public const int SplitCountMax = 100_000;

    /// <summary>The ranges of the parts, in the order of their files.</summary>
    /// <exception cref="TransferException">The column's type cannot be split, or the options do not fit it.</exception>
    public static ImmutableArray<SplitRange> Plan(SplitRequest request)
    {
        if (request.Bounds is not { } bounds)
            return [SplitRange.Whole];
        if (request.SplitCount > SplitCountMax)
            throw new TransferException($"{request.SplitCount} tasks are too many; at most {SplitCountMax} are possible.");
        var type = TypeOf(bounds, request.Column);
        if (request.SplitLimit > 0 && !IsInteger(type) && !IsTemporal(type))
            throw new TransferException($"--split-limit works with integer and date columns only; {request.ColumnText} is {NameOf(request.Column, type)}.");
        if (bounds is { Low: SplitValue.Null, High: SplitValue.Null })
            // A date of zeros may be read as NULL: then some rows are there although no bound is.
            return [IsTemporal(type) && !request.HasBoundaryQuery ? SplitRange.Whole : NullRange(request)];
        return [.. KeyRanges(request, bounds, type), .. NullRanges(request, bounds)];
    }

    /// <summary>Cuts a range into consecutive ones, in key order, that together hold the same rows.</summary>
    /// <returns>At most so many; the range itself when it cannot be cut.</returns>
    public static ImmutableArray<SplitRange> Chunk(SplitRange range, int chunkCount)
    {
        if (range.Keys is not { } span)
            return [range];
        var chunks = ImmutableArray.CreateBuilder<SplitRange>();
        var rest = range;
        foreach (var point in span.Axis.Cut(span, chunkCount))
        {
            var below = $"{span.Axis.Column} < {point.Literal}";
            var from = $"{span.Axis.Column} >= {point.Literal}";
            var isUncertain = span.Axis.IsOrderUncertain;
            chunks.Add(rest with
            {
                Upper = isUncertain ? $"{below} AND {range.Upper}" : below,
                Keys = rest.Keys! with { High = point.Ordinal },
            });
            rest = rest with { Lower = isUncertain ? $"{rest.Lower} AND {from}" : from, Keys = rest.Keys! with { Low = point.Ordinal } };
        }
        chunks.Add(rest);
        return chunks.ToImmutable();
    }

    private static ImmutableArray<SplitRange> KeyRanges(SplitRequest request, SplitBounds bounds, SqlType type)
    {
        if (type is SqlType.Bit or SqlType.Boolean)
            return BooleanRanges(request, bounds);
        var axis = AxisOf(request, bounds, type);
        var low = axis.Place(bounds.Low, isHigh: false);
        var high = axis.Place(bounds.High, isHigh: true);
        if (low is null || high is null)
            return [Single(request, axis, low, high)];
        var isOpen = axis.AreBoundsInexact && !request.HasBoundaryQuery;
        return Between(axis, axis.Split(low, high, request), isOpen);
    }

    private static ImmutableArray<SplitRange> Between(KeyAxis axis, ImmutableArray<KeyPoint> points, bool isOpen)
    {
        var open = $"{axis.Column} IS NOT NULL";
        var lower = isOpen ? open : $"{axis.Column} >= {points[0].Literal}";
        var ranges = ImmutableArray.CreateBuilder<SplitRange>(points.Length - 1);
        for (var index = 1; index < points.Length; index++)
        {
            var isLast = index == points.Length - 1;
            var upper = !isLast ? $"{axis.Column} < {points[index].Literal}" : isOpen ? open : $"{axis.Column} <= {points[index].Literal}";
            ranges.Add(new SplitRange(lower, upper, false) { Axis = axis, Keys = new KeySpan(axis, points[index - 1].Ordinal, points[index].Ordinal) });
            var from = $"{axis.Column} >= {points[index].Literal}";
            // Whatever the collation, a row that some earlier range holds is below a point that every later range excludes.
            lower = axis.IsOrderUncertain ? $"{lower} AND {from}" : from;
        }
        return ranges.MoveToImmutable();
    }

    // An end without a place on the axis, as NaN or infinity, has nothing beyond it.
    private static SplitRange Single(SplitRequest request, KeyAxis axis, KeyPoint? low, KeyPoint? high)
    {
        var open = $"{axis.Column} IS NOT NULL";
        request.Warn($"The bounds of {axis.Column} cannot be counted between: its rows are read as one part.");
        return new SplitRange(
            low is null || !request.HasBoundaryQuery ? open : $"{axis.Column} >= {low.Literal}",
            high is null || !request.HasBoundaryQuery ? open : $"{axis.Column} <= {high.Literal}",
            false) { Axis = axis };
    }

    private static KeyAxis AxisOf(SplitRequest request, SplitBounds bounds, SqlType type)
    {
        if (IsInteger(type))
            return new IntegerAxis(request.ColumnText);
        if (IsTemporal(type))
            return new TemporalAxis(request.ColumnText, type, request.Dialect);
        if (IsText(type))
            return TextAxisOf(request, bounds, type);
        if (type is SqlType.Real or SqlType.Float or SqlType.Double)
            return new RealAxis(request.ColumnText);
        if (type is not (SqlType.Numeric or SqlType.Decimal))
            throw new TransferException(
                $"There is no way to split a column of the SQL type {NameOf(request.Column, type)} ({request.ColumnText}). "
                + "Choose another column by --split-by, or import by one task (-m 1).");
        var scales = new[] { bounds.Low, bounds.High }.Select(value => DecimalAxis.NumberOf(value)?.Scale ?? 0);
        return new DecimalAxis(request.ColumnText, Math.Max(scales.Max(), request.Column.Scale));
    }

    private static TextAxis TextAxisOf(SplitRequest request, SplitBounds bounds, SqlType type)
    {
        if (!request.IsTextAllowed)
            throw new TransferException(
                $"The split column {request.ColumnText} is a text. Splitting on texts is allowed only with "
                + "-Dorg.apache.sqoop.splitter.allow_text_splitter=true; or choose another column by --split-by.");
        var (low, high) = (TextAxis.TextOf(bounds.Low, false), TextAxis.TextOf(bounds.High, true));
        return new TextAxis(request.ColumnText, type, request.Dialect, low ?? "", high ?? "");
    }

    private static ImmutableArray<SplitRange> BooleanRanges(SplitRequest request, SplitBounds bounds)
    {
        var (low, high) = (IsTrue(bounds.Low), IsTrue(bounds.High));
        var no = request.Dialect.BooleanLiteral(false);
        var isFalse = $"{request.ColumnText} = {no}";
        // Not "= TRUE": numbers that pass for booleans have more values than one that are not false.
        var isTrue = $"{request.ColumnText} <> {no}";
        if (low != high)
            return [new SplitRange(isFalse, isFalse, false), new SplitRange(isTrue, isTrue, false)];
        var only = !request.HasBoundaryQuery ? $"{request.ColumnText} IS NOT NULL" : low ? isTrue : isFalse;
        return [new SplitRange(only, only, false)];
    }

    private static bool IsTrue(SplitValue value) => value switch
    {
        SplitValue.Boolean boolean => boolean.Value,
        SplitValue.Null => false,
        SplitValue.Text { Value: var text } when bool.TryParse(text, out var truth) => truth,
        _ => DecimalAxis.NumberOf(value) is not { } number || !number.Unscaled.IsZero,
    };

    private static ImmutableArray<SplitRange> NullRanges(SplitRequest request, SplitBounds bounds)
    {
        if (!request.HasBoundaryQuery)
            return request.IsColumnNullable ? [NullRange(request) with { IsFileOptional = true }] : [];
        if (bounds.Low is SplitValue.Null || bounds.High is SplitValue.Null)
            return [NullRange(request)];
        if (request.IsColumnNullable)
            request.Warn($"Rows whose {request.ColumnText} is NULL are not read, because --boundary-query bounds the import.");
        return [];
    }

    private static SplitRange NullRange(SplitRequest request)
    {
        var isNull = $"{request.ColumnText} IS NULL";
        return new SplitRange(isNull, isNull, true);
    }

    // Some databases know no type for MIN(c) and MAX(c), or give the values of any type as texts.
    private static SqlType TypeOf(SplitBounds bounds, Column column) =>
        bounds.Type is SqlType.Null or SqlType.Other || IsText(bounds.Type) ? column.SqlType : bounds.Type;

    private static string NameOf(Column column, SqlType type) =>
        column.DatabaseType.Length > 0 && column.SqlType == type ? column.DatabaseType : type.ToString();

    private static bool IsInteger(SqlType type) => type is SqlType.TinyInt or SqlType.SmallInt or SqlType.Integer or SqlType.BigInt;

    private static bool IsTemporal(SqlType type) =>
        type is SqlType.Date or SqlType.Time or SqlType.Timestamp or SqlType.TimeWithTimezone or SqlType.TimestampWithTimezone;

    private static bool IsText(SqlType type) =>
        type is SqlType.Char or SqlType.VarChar or SqlType.LongVarChar or SqlType.NChar or SqlType.NVarChar or SqlType.LongNVarChar;
}
