using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>Integer columns, of any width.</summary>
internal sealed class IntegerAxis(string column) : KeyAxis(column)
{
    public override KeyPoint? Place(SplitValue value, bool isHigh) => value switch
    {
        SplitValue.Integer integer => PointAt(integer.Value),
        SplitValue.Boolean boolean => PointAt(boolean.Value ? BigInteger.One : BigInteger.Zero),
        SplitValue.Exact exact => PointAt(new ExactNumber(exact.Unscaled, exact.Scale), isHigh),
        SplitValue.Real real when double.IsFinite(real.Value) =>
            PointAt(new BigInteger(isHigh ? Math.Ceiling(real.Value) : Math.Floor(real.Value))),
        SplitValue.Text text when ExactNumber.Parse(text.Value) is { } number => PointAt(number, isHigh),
        _ => null,
    };

    public override ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request) =>
        [.. IntegerPoints.Split(low.Ordinal, high.Ordinal, request.SplitCount, request.SplitLimit ?? 0, request.Info).Select(PointAt)];

    protected override string Literal(BigInteger ordinal) => ordinal.ToString(CultureInfo.InvariantCulture);

    private KeyPoint PointAt(ExactNumber number, bool isHigh) => PointAt(isHigh ? number.Ceiling() : number.Floor());

    private KeyPoint PointAt(BigInteger value) => new(value, Literal(value));
}
