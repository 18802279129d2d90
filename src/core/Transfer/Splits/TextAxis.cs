using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Splits;

/// <summary>Text columns: behind the prefix that both bounds share, eight characters are the digits of a fraction to the base 65536.</summary>
internal sealed class TextAxis : KeyAxis
{
    private const int DigitCount = 8;
    private const int BitsPerDigit = 16;
    private const int DigitMax = 0xFFFF;
    private const int SurrogatesFirst = 0xD800;
    private const int BehindSurrogates = 0xE000;
    private const int LiteralLengthMax = 200;
    private const char PrintableFirst = ' ';
    private const int PrintableCount = '~' - ' ' + 1;
    private const int RestBits = (DigitCount - 1) * BitsPerDigit;

    private static readonly BigInteger RestMask = (BigInteger.One << RestBits) - 1;

    private readonly SqlType _type;
    private readonly Dialect _dialect;
    private readonly string _prefix;

    public TextAxis(string column, SqlType type, Dialect dialect, string low, string high)
        : base(column)
    {
        (_type, _dialect) = (type, dialect);
        var length = low.AsSpan().CommonPrefixLength(high);
        if (length > 0 && char.IsHighSurrogate(low[length - 1]))
            length--;
        _prefix = low[..length];
    }

    public override bool IsOrderUncertain => true;

    /// <summary>The text of a bound; NULL at the low end is the empty text.</summary>
    public static string? TextOf(SplitValue value, bool isHigh) => value switch
    {
        SplitValue.Text text => text.Value,
        SplitValue.Null when !isHigh => "",
        _ => null,
    };

    public override KeyPoint? Place(SplitValue value, bool isHigh) =>
        TextOf(value, isHigh) is { } text ? new KeyPoint(OrdinalOf(FractionOf(text)), _dialect.TextLiteral(text, _type)) : null;

    /// <summary>The value, or the beginning of a long one: any text is as good a place to cut. Only the database knows its place.</summary>
    public override KeyPoint? PointOf(SplitValue value)
    {
        if (value is not SplitValue.Text { Value: var text })
            return null;
        var length = Math.Min(text.Length, LiteralLengthMax);
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return new KeyPoint(BigInteger.Zero, _dialect.TextLiteral(text[..length], _type));
    }

    public override ImmutableArray<KeyPoint> Split(KeyPoint low, KeyPoint high, SplitRequest request)
    {
        var (first, last) = (TextOf(request.Bounds!.Low, false)!, TextOf(request.Bounds.High, true)!);
        if (CompareCodePoints(first, last) > 0)
            return Undivided(low, high, first, last, request);
        request.Warn(
            $"Splitting on the text column {Column}: where the database sorts without regard to case, the parts are uneven. Prefer an integer column.");
        var points = ImmutableArray.CreateBuilder<KeyPoint>();
        points.Add(low);
        var previous = first;
        foreach (var number in DecimalAxis.Points(FractionOf(first), FractionOf(last), request.SplitCount)[1..^1])
        {
            var ordinal = OrdinalOf(number);
            var text = TextAt(ordinal);
            if (CompareCodePoints(previous, text) >= 0 || CompareCodePoints(text, last) >= 0)
                continue;
            points.Add(new KeyPoint(ordinal, _dialect.TextLiteral(text, _type)));
            previous = text;
        }
        points.Add(high);
        return points.ToImmutable();
    }

    protected override string Literal(BigInteger ordinal) => _dialect.TextLiteral(TextAt(ordinal), _type);

    // The bounds are the database's own, so that all its texts are between them, as it compares; but where points between them are, only it knows.
    private ImmutableArray<KeyPoint> Undivided(KeyPoint low, KeyPoint high, string first, string last, SplitRequest request)
    {
        var reason = $"its database sorts '{first}' before '{last}', which is not the order of the characters";
        if (request.HasBoundaryQuery)
            throw new TransferException(
                $"The text column {Column} cannot be split: {reason}. Choose another column by --split-by, or import by one task (-m 1).");
        request.Warn($"The text column {Column} makes one part file: {reason}. Prefer an integer column.");
        return [low, high];
    }

    private static BigInteger OrdinalOf(ExactNumber fraction) =>
        new ExactNumber(fraction.Unscaled << (DigitCount * BitsPerDigit), fraction.Scale).Floor();

    private ExactNumber FractionOf(string text)
    {
        var fraction = new ExactNumber(BigInteger.Zero, 0);
        var place = BigInteger.One;
        foreach (var character in text.AsSpan(_prefix.Length).EnumerateRunes())
        {
            place <<= BitsPerDigit;
            fraction += new ExactNumber(Math.Min(character.Value, DigitMax), 0).DivideUp(place);
            // What follows a character beyond the digits would count for more than the character does.
            if (character.Value > DigitMax || place.GetBitLength() > DigitCount * BitsPerDigit)
                break;
        }
        return fraction;
    }

    // The first digit lies between characters that the bounds have. The digits behind it would be characters of any script, which the
    // column's encoding may not know: the rest of the fraction is counted in printable ASCII instead, which keeps the order.
    private string TextAt(BigInteger ordinal)
    {
        var first = (int)(ordinal >> RestBits);
        // A database refuses NUL and half surrogates; the text that ends before or behind them is as good a place to cut.
        if (first is 0 or (>= SurrogatesFirst and < BehindSurrogates))
            return first == 0 ? _prefix : _prefix + (char)BehindSurrogates;
        var text = new StringBuilder(_prefix).Append((char)first);
        var length = text.Length;
        var rest = ordinal & RestMask;
        for (var count = 0; count < DigitCount; count++)
        {
            rest = (rest & RestMask) * PrintableCount;
            text.Append((char)(PrintableFirst + (int)(rest >> RestBits)));
        }
        while (text.Length > length && text[^1] == PrintableFirst)
            text.Length--;
        return text.ToString();
    }

    private static int CompareCodePoints(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
