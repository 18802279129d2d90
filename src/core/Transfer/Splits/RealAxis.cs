using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>Floating-point columns. A place on the axis is the value's bits, turned so that they count upwards.</summary>
internal sealed class RealAxis(string column) : KeyAxis(column)
{
    // Databases print some floating-point numbers with fewer digits than they hold.
    public override bool AreBoundsInexact => true;

    public override KeyPoint? Place(SplitValue value, bool isHigh) => value switch
    {
        SplitValue.Real real when double.IsFinite(real.Value) => PointAt(real.Value),
        SplitValue.Integer integer => PointAt((double)integer.Value),
        SplitValue.Exact exact => PlaceText(new ExactNumber(exact.Unscaled, exact.Scale).ToString()),
        SplitValue.Text text => PlaceText(text.Value),
        _ => null,
    };

    public override ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request)
    {
        request.Warn($"Splitting on the floating-point column {Column}: the parts are as exact as the database compares such numbers. Prefer an integer column.");
        var (first, last) = (ValueOf(low.Ordinal), ValueOf(high.Ordinal));
        // Divided before subtracting: the width of all finite numbers is not finite.
        var step = (last / request.SplitCount) - (first / request.SplitCount);
        var points = ImmutableArray.CreateBuilder<KeyPoint>();
        points.Add(low);
        var point = first;
        // A step too small to change the number would never arrive.
        for (var next = point + step; next < last && next > point; next += step)
            points.Add(PointAt(point = next));
        points.Add(high);
        return points.ToImmutable();
    }

    protected override BigInteger Between(KeySpan span, int piece, int pieceCount)
    {
        var share = (double)piece / pieceCount;
        return OrdinalOf((ValueOf(span.Low) * (1 - share)) + (ValueOf(span.High) * share));
    }

    protected override string Literal(BigInteger ordinal) => ValueOf(ordinal).ToString("R", CultureInfo.InvariantCulture);

    private KeyPoint? PlaceText(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? PointAt(value) : null;

    private KeyPoint PointAt(double value) => new(OrdinalOf(value), Literal(OrdinalOf(value)));

    // Adding zero turns the negative zero into the other one, which it equals.
    private static BigInteger OrdinalOf(double value) =>
        BitConverter.DoubleToInt64Bits(value + 0.0) is var bits && bits >= 0 ? bits : long.MinValue - bits;

    private static double ValueOf(BigInteger ordinal) =>
        BitConverter.Int64BitsToDouble(ordinal.Sign >= 0 ? (long)ordinal : long.MinValue - (long)ordinal);
}
