namespace Levada.Transfer.Splits;

/// <summary>The rows of one part: those for which both conditions hold.</summary>
/// <param name="Lower">The condition at the low end, without parentheses.</param>
/// <param name="Upper">The condition at the high end, without parentheses; equal to <paramref name="Lower"/> where one says all.</param>
/// <param name="IsNullRange">Whether these are the rows whose split column is NULL.</param>
public sealed record SplitRange(string Lower, string Upper, bool IsNullRange)
{
    /// <summary>All rows: what a single task reads.</summary>
    public static SplitRange Whole { get; } = new("1 = 1", "1 = 1", false);

    /// <summary>Whether the part has a file only if it has a row. A part without rows has an empty file otherwise.</summary>
    public bool IsFileOptional { get; init; }

    /// <summary>Both conditions as they replace <c>$CONDITIONS</c> or follow WHERE.</summary>
    public string Condition => Lower == Upper ? $"({Lower})" : $"( {Lower} ) AND ( {Upper} )";

    /// <summary>The integers of the range, from the first up to, but without, the end; false for other columns.</summary>
    public bool TryGetIntegers(out Int128 first, out Int128 end)
    {
        (first, end) = (0, 0);
        if (Keys is not { Axis: IntegerAxis } span || span.Low < long.MinValue || span.High > ulong.MaxValue)
            return false;
        var isEndInside = Upper == $"{span.Axis.Column} <= {span.High}";
        (first, end) = ((Int128)span.Low, (Int128)span.High + (isEndInside ? 1 : 0));
        return true;
    }

    /// <summary>The axis of the column; null when the range holds one value or NULLs only.</summary>
    internal KeyAxis? Axis { get; init; }

    /// <summary>Where the range lies on the column's axis; null when it cannot be cut.</summary>
    internal KeySpan? Keys { get; init; }

    /// <summary>Cuts the range at a value of the column, which the upper of the two begins with.</summary>
    /// <returns>False when the value is known not to lie within; the highest does, where it is the last of the table.</returns>
    internal bool TryCut(KeyPoint point, out SplitRange below, out SplitRange from)
    {
        (below, from) = (this, this);
        var (isBelow, isFrom) = ($"{Axis!.Column} < {point.Literal}", $"{Axis.Column} >= {point.Literal}");
        if (Keys is { } keys && !Axis.IsOrderUncertain)
        {
            if (point.Ordinal <= keys.Low || point.Ordinal > keys.High)
                return false;
            below = this with { Upper = isBelow, Keys = keys with { High = point.Ordinal } };
            from = this with { Lower = isFrom, Keys = keys with { Low = point.Ordinal } };
            return true;
        }
        // Each piece excludes all that come before it: then no order of the values, whatever the database says of it, doubles a row.
        below = this with { Upper = $"{Upper} AND {isBelow}" };
        from = this with { Lower = $"{Lower} AND {isFrom}" };
        return true;
    }
}
