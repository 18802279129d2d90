using System.Globalization;

namespace Levada.Transfer.Text;

/// <summary>Reads floating-point numbers in Java's and the databases' forms, correctly rounded.</summary>
internal static class FloatReader
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int DoubleDigitsMax = 15;
    private const int FloatDigitsMax = 7;
    private const int FloatUnscaledMax = 1 << 24;

    // Powers of ten that a double holds exactly.
    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        // One correctly rounded division of two exact numbers is the correctly rounded result.
        if (TryReadShort(text, DoubleDigitsMax, out var unscaled, out var places))
        {
            value = unscaled / PowersOfTen[places];
            return true;
        }
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && (double.IsFinite(value) || IsWord(text));
    }

    public static bool TryRead(ReadOnlySpan<byte> text, out float value)
    {
        if (TryReadShort(text, FloatDigitsMax, out var unscaled, out var places) && Math.Abs(unscaled) <= FloatUnscaledMax)
        {
            value = unscaled / (float)PowersOfTen[places];
            return true;
        }
        return float.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && (float.IsFinite(value) || IsWord(text));
    }

    /// <summary>Reads what has a few digits and no exponent; anything else, and zeros with their signs, is left to the library.</summary>
    private static bool TryReadShort(ReadOnlySpan<byte> text, int digitsMax, out long unscaled, out int places)
    {
        unscaled = 0;
        places = 0;
        var isNegative = text.Length > 0 && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        var point = -1;
        if (digits.Length > digitsMax + 1)
            return false;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = (uint)(digits[index] - '0');
            if (digit <= 9)
                unscaled = (unscaled * 10) + digit;
            else if (digits[index] == '.' && point < 0)
                point = index;
            else
                return false;
        }
        if (unscaled == 0 || digits.Length - (point < 0 ? 0 : 1) > digitsMax)
            return false;
        places = point < 0 ? 0 : digits.Length - point - 1;
        unscaled = isNegative ? -unscaled : unscaled;
        return true;
    }

    /// <summary>Whether infinity or NaN is what the text says, and not what became of a number too large.</summary>
    private static bool IsWord(ReadOnlySpan<byte> text) => text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0;
}
