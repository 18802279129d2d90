using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Levada.Transfer.Text;

/// <summary>Floating-point numbers as Java prints them: the fewest digits that read back the same, in Java's layout.</summary>
/// <remarks>Plain from 0.001 to below 10,000,000, with at least one digit after the point; else <c>d.dddE-n</c>. Source: java.lang.Double.toString.</remarks>
public static class JavaFloatText
{
    /// <summary>Bytes that no number exceeds: sign, 17 digits, point, exponent.</summary>
    public const int BytesMax = 32;

    public const string Alphabet = "-.0123456789EINafinty";

    private const double PlainMin = 1e-3;
    private const double PlainEnd = 1e7;
    private const int Micro = 1_000_000;

    // Six digits are what every decimal of a float keeps; each row's product with a value below its end has no more.
    private static readonly float[] FloatEnds = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
    private static readonly int[] FloatScales = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1];

    /// <summary>Writes at the front of <paramref name="target"/> and answers the bytes written.</summary>
    public static int Write(double value, Span<byte> target)
    {
        var magnitude = Math.Abs(value);
        if (magnitude is >= PlainMin and < PlainEnd)
        {
            // A decimal of at most 15 digits that reads as this value is the only one: it is the shortest.
            var micros = (long)((magnitude * Micro) + 0.5);
            if (micros / (double)Micro == magnitude)
                return WriteFraction(value < 0, micros, Micro, target);
        }
        return WriteGeneral(value, value == 0, target);
    }

    public static int Write(float value, Span<byte> target)
    {
        var magnitude = Math.Abs(value);
        if (magnitude is >= (float)PlainMin and < (float)PlainEnd)
        {
            if (magnitude == (int)magnitude)
                return WriteFraction(value < 0, (long)magnitude, 1, target);
            var scale = FloatScales[IndexOfEnd(magnitude)];
            var unscaled = (int)((magnitude * scale) + 0.5f);
            if (unscaled / (float)scale == magnitude)
                return WriteFraction(value < 0, unscaled, scale, target);
        }
        return WriteGeneral(value, value == 0, target);
    }

    private static int IndexOfEnd(float magnitude)
    {
        var index = 0;
        while (index < FloatEnds.Length - 1 && magnitude >= FloatEnds[index])
            index++;
        return index;
    }

    private static int WriteFraction(bool isNegative, long unscaled, int scale, Span<byte> target)
    {
        var length = 0;
        if (isNegative)
            target[length++] = (byte)'-';
        var whole = unscaled / scale;
        var fraction = (int)(unscaled - (whole * scale));
        Utf8Formatter.TryFormat(whole, target[length..], out var count);
        length += count;
        target[length++] = (byte)'.';
        do
        {
            scale /= 10;
            var digit = scale == 0 ? 0 : fraction / scale;
            target[length++] = (byte)('0' + digit);
            fraction -= digit * scale;
        }
        while (fraction != 0);
        return length;
    }

    private static int WriteGeneral<T>(T value, bool isZero, Span<byte> target)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
            return Copy(T.IsNaN(value) ? "NaN"u8 : T.IsNegative(value) ? "-Infinity"u8 : "Infinity"u8, target);
        if (isZero)
            return Copy(T.IsNegative(value) ? "-0.0"u8 : "0.0"u8, target);
        Span<byte> text = stackalloc byte[BytesMax];
        T.Abs(value).TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[BytesMax];
        var exponent = ReadDigits(text[..length], digits, out var count);
        if (count == 1)
            ReplaceByTwoDigits(T.Abs(value), digits, ref count, ref exponent);
        var start = 0;
        if (T.IsNegative(value))
            target[start++] = (byte)'-';
        return start + WriteLaidOut(digits[..count], exponent, target[start..]);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    /// <summary>Takes the significant digits out of a number's text; answers the power of ten of the first one.</summary>
    private static int ReadDigits(ReadOnlySpan<byte> text, Span<byte> digits, out int count)
    {
        var exponentAt = text.IndexOf((byte)'E');
        var exponent = 0;
        if (exponentAt >= 0)
        {
            exponent = int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..exponentAt];
        }
        var point = text.IndexOf((byte)'.');
        exponent += (point < 0 ? text.Length : point) - 1;
        count = 0;
        foreach (var character in text)
        {
            if (character == '.' || (count == 0 && character == '0'))
                exponent -= character != '.' ? 1 : 0;
            else
                digits[count++] = character;
        }
        while (count > 1 && digits[count - 1] == '0')
            count--;
        return exponent;
    }

    /// <summary>Where one digit would do, Java takes the nearest number of two: <c>4.9E-324</c>, not <c>5.0E-324</c>.</summary>
    private static void ReplaceByTwoDigits<T>(T magnitude, Span<byte> digits, ref int count, ref int exponent)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Span<byte> text = stackalloc byte[BytesMax];
        magnitude.TryFormat(text, out var length, "E1", CultureInfo.InvariantCulture);
        if (T.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture) == magnitude)
            exponent = ReadDigits(text[..length], digits, out count);
    }

    private static int WriteLaidOut(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        if (exponent is < -3 or >= 7)
        {
            var length = WritePlain(digits, 0, target);
            target[length++] = (byte)'E';
            Utf8Formatter.TryFormat(exponent, target[length..], out var count);
            return length + count;
        }
        return WritePlain(digits, exponent, target);
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        var length = 0;
        for (var place = Math.Max(exponent, 0); place >= Math.Min(exponent - digits.Length + 1, -1); place--)
        {
            var index = exponent - place;
            target[length++] = index >= 0 && index < digits.Length ? digits[index] : (byte)'0';
            if (place == 0)
                target[length++] = (byte)'.';
        }
        return length;
    }
}
