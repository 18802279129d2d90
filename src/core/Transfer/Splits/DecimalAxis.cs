using System.Collections.Immutable;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>Decimal columns, of any precision.</summary>
/// <param name="scale">Digits after the point that places on the axis have.</param>
internal sealed class DecimalAxis(string column, int scale) : KeyAxis(column)
{
    public override KeyPoint? Place(SplitValue value, bool isHigh) => NumberOf(value) is { } number ? PointAt(number) : null;

    public override ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request) =>
    [
        .. Points(NumberOf(request.Bounds!.Low)!.Value, NumberOf(request.Bounds.High)!.Value, request.SplitCount).Select(PointAt),
    ];

    /// <summary>The walk from the low to the high bound in equal steps, rounded up where they do not come out even.</summary>
    internal static ImmutableArray<ExactNumber> Points(ExactNumber low, ExactNumber high, int splitCount)
    {
        var step = (high - low).DivideUp(splitCount);
        if (step.Unscaled.Sign <= 0)
            return [low, high];
        var points = ImmutableArray.CreateBuilder<ExactNumber>();
        for (var point = low; point.CompareTo(high) <= 0; point += step)
            points.Add(point);
        if (points[^1].CompareTo(high) != 0)
            points.Add(high);
        return points.ToImmutable();
    }

    internal static ExactNumber? NumberOf(SplitValue value) => value switch
    {
        SplitValue.Integer integer => new ExactNumber(integer.Value, 0),
        SplitValue.Exact exact => new ExactNumber(exact.Unscaled, exact.Scale),
        SplitValue.Real real when double.IsFinite(real.Value) => ExactNumber.Parse(real.Value.ToString("R")),
        SplitValue.Text text => ExactNumber.Parse(text.Value),
        _ => null,
    };

    protected override string Literal(BigInteger ordinal) => new ExactNumber(ordinal, scale).ToString();

    private KeyPoint PointAt(ExactNumber number) => new(number.At(scale), number.ToString());
}
