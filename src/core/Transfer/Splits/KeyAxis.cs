using System.Collections.Immutable;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>The values of a split column laid out on an axis of integers: one kind of axis for each splitter.</summary>
/// <param name="column">The column as it stands in a condition.</param>
internal abstract class KeyAxis(string column)
{
    public string Column { get; } = column;

    /// <summary>Whether the database may sort values in another order than the axis does.</summary>
    public virtual bool IsOrderUncertain => false;

    /// <summary>Whether a bound, once written as SQL, may exclude the very row that it came from.</summary>
    public virtual bool AreBoundsInexact => false;

    /// <summary>The place of a bound; null when it has none, as NaN or infinity.</summary>
    public abstract KeyPoint? Place(SplitValue value, bool isHigh);

    /// <summary>The points between the parts: at least two, the first is the low bound, the last the high one.</summary>
    public abstract ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request);

    /// <summary>A value that the column holds, to cut at; null when it has no place on the axis.</summary>
    public virtual KeyPoint? PointOf(SplitValue value) => value is SplitValue.Null ? null : Place(value, isHigh: false);

    /// <summary>Points strictly inside a stretch that cut it into at most so many pieces of about equal width.</summary>
    public IEnumerable<KeyPoint> Cut(KeySpan span, int pieceCount)
    {
        var last = new KeyPoint(span.Low, "");
        for (var piece = 1; piece < pieceCount; piece++)
        {
            var ordinal = Between(span, piece, pieceCount);
            if (ordinal <= last.Ordinal || ordinal >= span.High || Literal(ordinal) is var literal && literal == last.Literal)
                continue;
            yield return last = new KeyPoint(ordinal, literal);
        }
    }

    protected abstract string Literal(BigInteger ordinal);

    protected virtual BigInteger Between(KeySpan span, int piece, int pieceCount) =>
        span.Low + ((span.High - span.Low) * piece / pieceCount);
}
