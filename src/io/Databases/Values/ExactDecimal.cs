using System.Globalization;

namespace Levada.Databases.Values;

/// <summary>Decimal numbers of up to 38 digits, from and to text.</summary>
internal static class ExactDecimal
{
    public const int TextLengthMax = 304;

    private const int DigitsMax = 38;

    /// <summary>Reads digits with a sign, a point, an exponent. Fails beyond 38 digits, never rounds.</summary>
    /// <param name="scale">Digits after the point, as written.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        var isNegative = text.Length > 0 && text[0] == '-';
        var rest = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var exponent = 0;
        var mark = rest.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0 && (!TryExponent(rest[(mark + 1)..], out exponent) || mark == 0))
            return false;
        if (!TryDigits(mark < 0 ? rest : rest[..mark], ref unscaled, ref scale))
            return false;
        scale -= exponent;
        while (scale < 0)
        {
            if (Int128.Abs(unscaled) >= Int128.MaxValue / 10)
                return false;
            (unscaled, scale) = (unscaled * 10, scale + 1);
        }
        unscaled = isNegative ? -unscaled : unscaled;
        return scale <= DigitsMax && IsWithinDigits(unscaled);
    }

    /// <summary>Widens a number to a declared scale when it has fewer digits after the point and still fits.</summary>
    public static (Int128 Unscaled, int Scale) Pad(Int128 unscaled, int scale, int declaredScale)
    {
        var added = declaredScale - scale;
        return added is > 0 and < DigitsMax && Int128.Abs(unscaled) < Limit / Power(added) ? (unscaled * Power(added), declaredScale) : (unscaled, scale);
    }

    /// <summary>Writes the shortest text from which the double can be read again.</summary>
    public static int FormatDouble(double value, Span<byte> text)
    {
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Writes plain digits with as many after the point as the scale says.</summary>
    public static int Format(Int128 unscaled, int scale, Span<byte> text)
    {
        Span<byte> digits = stackalloc byte[TextLengthMax];
        Int128.Abs(unscaled).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        var length = 0;
        if (unscaled < 0)
            text[length++] = (byte)'-';
        if (count <= scale)
        {
            var zeros = scale - count + 1;
            digits[..count].CopyTo(digits[zeros..]);
            digits[..zeros].Fill((byte)'0');
            count += zeros;
        }
        digits[..(count - scale)].CopyTo(text[length..]);
        length += count - scale;
        if (scale == 0)
            return length;
        text[length++] = (byte)'.';
        digits[(count - scale)..count].CopyTo(text[length..]);
        return length + scale;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && Math.Abs((long)exponent) <= 400;

    private static bool TryDigits(ReadOnlySpan<byte> text, ref Int128 unscaled, ref int scale)
    {
        var (digits, hasPoint) = (0, false);
        foreach (var letter in text)
        {
            if (letter == '.' && !hasPoint)
            {
                hasPoint = true;
                continue;
            }
            if (letter is < (byte)'0' or > (byte)'9' || unscaled >= Int128.MaxValue / 10)
                return false;
            unscaled = (unscaled * 10) + (letter - '0');
            digits++;
            scale += hasPoint ? 1 : 0;
        }
        return digits > 0;
    }

    private static bool IsWithinDigits(Int128 unscaled) => Int128.Abs(unscaled) < Limit;

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }

    private static Int128 Limit { get; } = Power(DigitsMax);
}
