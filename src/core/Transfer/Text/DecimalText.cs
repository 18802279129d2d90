using System.Buffers;
using System.Buffers.Text;

namespace Levada.Transfer.Text;

/// <summary>Decimal numbers, held as an unscaled integer and a count of digits after the point, from and to text.</summary>
public static class DecimalText
{
    /// <summary>Bytes that no number exceeds: sign, point, 39 digits or as many zeros as a scale has, exponent.</summary>
    public const int BytesMax = byte.MaxValue + 50;

    public const int DigitsMax = 38;

    public const string Alphabet = "-.0123456789E+";

    private const ulong TenTo19 = 10_000_000_000_000_000_000;
    private const int AdjustedExponentMin = -6;

    private static readonly StandardFormat NineteenDigits = new('D', 19);

    /// <summary>Writes without exponent, with as many digits after the point as <paramref name="scale"/> says.</summary>
    public static int WritePlain(Int128 unscaled, int scale, Span<byte> target)
    {
        var start = WriteSign(ref unscaled, target, out var magnitude);
        var digits = target[start..];
        var count = WriteDigits(magnitude, digits);
        if (scale == 0)
            return start + count;
        if (count <= scale)
        {
            var zeros = scale - count + 1;
            digits[..count].CopyTo(digits[zeros..]);
            digits[..zeros].Fill((byte)'0');
            count += zeros;
        }
        var point = count - scale;
        digits[point..count].CopyTo(digits[(point + 1)..]);
        digits[point] = (byte)'.';
        return start + count + 1;
    }

    /// <summary>Writes as Java's BigDecimal does: with an exponent when the value is below 0.000001.</summary>
    /// <remarks>Source: java.math.BigDecimal.toString.</remarks>
    public static int WriteJava(Int128 unscaled, int scale, Span<byte> target)
    {
        var value = unscaled;
        var start = WriteSign(ref unscaled, target, out var magnitude);
        var digits = target[start..];
        var count = WriteDigits(magnitude, digits);
        var exponent = count - 1 - scale;
        if (exponent >= AdjustedExponentMin)
            return WritePlain(value, scale, target);
        if (count > 1)
        {
            digits[1..count].CopyTo(digits[2..]);
            digits[1] = (byte)'.';
            count++;
        }
        digits[count++] = (byte)'E';
        Utf8Formatter.TryFormat(exponent, digits[count..], out var exponentLength);
        return start + count + exponentLength;
    }

    /// <summary>Reads sign, digits, a point, an exponent, in the order and with the omissions that Java's BigDecimal allows.</summary>
    /// <param name="fits">False for a number of more than 38 digits or places: it is one, but no value comes out.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale, out bool fits)
    {
        unscaled = 0;
        scale = 0;
        fits = false;
        var isNegative = text.Length > 0 && text[0] == '-';
        var rest = isNegative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        var exponent = 0L;
        if (rest.IndexOfAny((byte)'e', (byte)'E') is var exponentAt && exponentAt >= 0)
        {
            if (!TryReadExponent(rest[(exponentAt + 1)..], out exponent))
                return false;
            rest = rest[..exponentAt];
        }
        if (!TryReadDigits(rest, out var magnitude, out var places, out fits))
            return false;
        fits = fits && TryShift(ref magnitude, places - exponent, out scale);
        if (fits)
            unscaled = isNegative ? -(Int128)magnitude : (Int128)magnitude;
        return true;
    }

    private static int WriteSign(ref Int128 unscaled, Span<byte> target, out UInt128 magnitude)
    {
        magnitude = Int128.IsNegative(unscaled) ? (UInt128)(-unscaled) : (UInt128)unscaled;
        if (!Int128.IsNegative(unscaled))
            return 0;
        target[0] = (byte)'-';
        return 1;
    }

    private static int WriteDigits(UInt128 magnitude, Span<byte> target)
    {
        if (magnitude <= ulong.MaxValue)
        {
            Utf8Formatter.TryFormat((ulong)magnitude, target, out var count);
            return count;
        }
        var (high, low) = UInt128.DivRem(magnitude, TenTo19);
        Utf8Formatter.TryFormat((ulong)high, target, out var highCount);
        Utf8Formatter.TryFormat((ulong)low, target[highCount..], out var lowCount, NineteenDigits);
        return highCount + lowCount;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var digits = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        // Java's own bound: the exponent is an int.
        return digits.Length is > 0 and <= 10 && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(text, out exponent, out _) && exponent is >= int.MinValue and <= int.MaxValue;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out UInt128 magnitude, out long places, out bool fits)
    {
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        places = fraction.Length;
        magnitude = 0;
        fits = true;
        return whole.Length + fraction.Length > 0
            && TryAddDigits(whole, ref magnitude, ref fits) && TryAddDigits(fraction, ref magnitude, ref fits);
    }

    private static bool TryAddDigits(ReadOnlySpan<byte> digits, ref UInt128 magnitude, ref bool fits)
    {
        var index = 0;
        while (index < digits.Length)
        {
            // Eighteen digits at a time in 64 bits, which costs a tenth of 128.
            var part = 0UL;
            var factor = 1UL;
            for (var end = Math.Min(digits.Length, index + 18); index < end; index++)
            {
                var digit = (uint)(digits[index] - '0');
                if (digit > 9)
                    return false;
                part = (part * 10) + digit;
                factor *= 10;
            }
            if (magnitude == 0)
                magnitude = part;
            else if (!TryAppend(ref magnitude, factor, part))
                fits = false;
        }
        return true;
    }

    private static bool TryAppend(ref UInt128 magnitude, ulong factor, ulong part)
    {
        if (magnitude > (Limit - part) / factor)
            return false;
        magnitude = (magnitude * factor) + part;
        return true;
    }

    /// <summary>The least number of 39 digits, less one.</summary>
    private static UInt128 Limit { get; } = ((UInt128)TenTo19 * TenTo19) - 1;

    private static bool TryShift(ref UInt128 magnitude, long scaleWanted, out int scale)
    {
        scale = 0;
        if (scaleWanted > DigitsMax)
            return false;
        for (; scaleWanted < 0 && magnitude != 0; scaleWanted++)
            if (!TryAppend(ref magnitude, 10, 0))
                return false;
        scale = (int)Math.Max(scaleWanted, 0);
        return true;
    }
}
