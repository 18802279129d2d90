using System.Collections.Immutable;
using System.Numerics;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Splits;

/// <summary>Dates, times and time stamps, in units of 100 ns; they are cut at whole days, seconds and milliseconds.</summary>
internal sealed class TemporalAxis(string column, SqlType type, Dialect dialect) : KeyAxis(column)
{
    private const int MillisecondsPerSecond = 1000;

    private readonly long _grain = type == SqlType.Date ? TimeSpan.TicksPerDay
        : TemporalText.IsTime(type) ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;

    // A zero date that is read as another one, an hour that the clock shows twice, a type that rounds its fraction.
    public override bool AreBoundsInexact => true;

    public override KeyPoint? Place(SplitValue value, bool isHigh) => value switch
    {
        SplitValue.Temporal temporal => new KeyPoint(temporal.Ticks, dialect.TemporalLiteral(temporal.Value, type)),
        SplitValue.Text text when TemporalText.Parse(text.Value) is { } ticks => new KeyPoint(ticks, dialect.TemporalLiteral(text.Value, type)),
        _ => null,
    };

    public override ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request)
    {
        var points = IntegerPoints.Split(
            MillisecondsOf(low), MillisecondsOf(high), request.SplitCount, (BigInteger)(request.SplitLimit ?? 0) * MillisecondsPerSecond, request.Info);
        // The bounds keep the fraction that milliseconds leave out.
        return [low, .. points[1..^1].Select(point => PointAt(low, point)), high];
    }

    protected override BigInteger Between(KeySpan span, int piece, int pieceCount) => Grain(base.Between(span, piece, pieceCount));

    protected override string Literal(BigInteger ordinal) => dialect.TemporalLiteral(TemporalText.Format((long)ordinal, type), type);

    private KeyPoint PointAt(KeyPoint low, BigInteger milliseconds)
    {
        var grained = Grain(milliseconds * TimeSpan.TicksPerMillisecond);
        return grained <= low.Ordinal ? low : new KeyPoint(grained, Literal(grained));
    }

    private BigInteger Grain(BigInteger ticks) => ExactNumber.FloorDivide(ticks, _grain) * _grain;

    private static BigInteger MillisecondsOf(KeyPoint point) => ExactNumber.FloorDivide(point.Ordinal, TimeSpan.TicksPerMillisecond);
}
