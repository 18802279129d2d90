using System.Globalization;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>A decimal number without bound: an integer and the number of its digits after the point. Arithmetic is that of java.math.BigDecimal.</summary>
internal readonly record struct ExactNumber(BigInteger Unscaled, int Scale) : IComparable<ExactNumber>
{
    // Longer texts are no number that a database holds, and reading them takes quadratic time.
    private const int TextLengthMax = 20_000;
    private const int ExponentMax = 20_000;

    public static ExactNumber operator +(ExactNumber left, ExactNumber right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new ExactNumber(left.At(scale) + right.At(scale), scale);
    }

    public static ExactNumber operator -(ExactNumber left, ExactNumber right) => left + new ExactNumber(-right.Unscaled, right.Scale);

    public int CompareTo(ExactNumber other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return At(scale).CompareTo(other.At(scale));
    }

    /// <summary>The unscaled integer at another scale; digits that fall away are rounded down.</summary>
    public BigInteger At(int scale) =>
        scale >= Scale ? Unscaled * BigInteger.Pow(10, scale - Scale) : FloorDivide(Unscaled, BigInteger.Pow(10, Scale - scale));

    public BigInteger Floor() => At(0);

    public BigInteger Ceiling() => -new ExactNumber(-Unscaled, Scale).At(0);

    /// <summary>The quotient: exact with as few digits as that takes, or rounded away from zero at this number's own scale.</summary>
    public ExactNumber DivideUp(BigInteger divisor)
    {
        var digits = DigitsForExactness(divisor / BigInteger.GreatestCommonDivisor(Unscaled, divisor));
        if (digits is { } more)
            return new ExactNumber(Unscaled * BigInteger.Pow(10, more) / divisor, Scale + more);
        var quotient = BigInteger.DivRem(Unscaled, divisor, out var rest);
        return new ExactNumber(quotient + (rest.Sign * divisor.Sign), Scale);
    }

    /// <summary>Plain notation with all digits of the scale.</summary>
    public override string ToString()
    {
        if (Scale <= 0)
            return At(0).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    /// <summary>Reads plain or scientific notation.</summary>
    /// <returns>Null for anything else, as NaN.</returns>
    public static ExactNumber? Parse(string text)
    {
        if (text.Length > TextLengthMax)
            return null;
        var mark = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return null;
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var scale = (point < 0 ? 0 : digits.Length - point) - (long)exponent;
        return Math.Abs(scale) <= ExponentMax
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)
            ? scale >= 0 ? new ExactNumber(unscaled, (int)scale) : new ExactNumber(unscaled * BigInteger.Pow(10, (int)-scale), 0)
            : null;
    }

    public static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        return rest.Sign != 0 && rest.Sign != divisor.Sign ? quotient - 1 : quotient;
    }

    // A fraction in lowest terms ends in decimals only when its denominator has no prime factor but 2 and 5.
    private static int? DigitsForExactness(BigInteger denominator)
    {
        var twos = Strip(ref denominator, 2);
        var fives = Strip(ref denominator, 5);
        return BigInteger.Abs(denominator).IsOne ? Math.Max(twos, fives) : null;
    }

    private static int Strip(ref BigInteger value, int factor)
    {
        var count = 0;
        for (; BigInteger.DivRem(value, factor, out var rest) is var quotient && rest.IsZero; count++)
            value = quotient;
        return count;
    }
}
