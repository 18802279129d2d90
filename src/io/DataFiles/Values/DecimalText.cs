using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace Levada.DataFiles.Values;

/// <summary>Decimals as Java's BigDecimal writes them, in ASCII.</summary>
internal static class DecimalText
{
    /// <summary>Bytes that any value takes at most: 39 digits, 255 places, sign, point, leading zero, exponent.</summary>
    public const int ByteCountMax = 320;

    private const int DigitCountMax = 39;

    /// <summary>Writes a value and answers the number of bytes.</summary>
    /// <param name="unscaled">The digits.</param>
    /// <param name="scale">How many of them stand after the point.</param>
    /// <param name="isPlain">False: Java's toString, which writes <c>1E-7</c>. Source: java.math.BigDecimal.</param>
    /// <param name="destination">Room for <see cref="ByteCountMax"/>.</param>
    public static int Format(Int128 unscaled, int scale, bool isPlain, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[DigitCountMax];
        digits = digits[..FormatDigits(unscaled, digits)];
        var length = 0;
        if (unscaled < 0)
            destination[length++] = (byte)'-';
        var exponent = digits.Length - 1 - scale;
        return isPlain || scale == 0 || exponent >= -6
            ? length + FormatPlain(digits, scale, destination[length..])
            : length + FormatScientific(digits, exponent, destination[length..]);
    }

    private static int FormatDigits(Int128 unscaled, Span<byte> digits)
    {
        var magnitude = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        int length;
        var isDone = magnitude <= ulong.MaxValue
            ? Utf8Formatter.TryFormat((ulong)magnitude, digits, out length)
            : magnitude.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
        Debug.Assert(isDone);
        return length;
    }

    private static int FormatPlain(ReadOnlySpan<byte> digits, int scale, Span<byte> destination)
    {
        if (scale == 0)
        {
            digits.CopyTo(destination);
            return digits.Length;
        }
        var whole = Math.Max(0, digits.Length - scale);
        var length = 0;
        if (whole == 0)
            destination[length++] = (byte)'0';
        digits[..whole].CopyTo(destination[length..]);
        length += whole;
        destination[length++] = (byte)'.';
        var zeros = Math.Max(0, scale - digits.Length);
        destination.Slice(length, zeros).Fill((byte)'0');
        length += zeros;
        digits[whole..].CopyTo(destination[length..]);
        return length + digits.Length - whole;
    }

    private static int FormatScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        var length = 0;
        destination[length++] = digits[0];
        if (digits.Length > 1)
        {
            destination[length++] = (byte)'.';
            digits[1..].CopyTo(destination[length..]);
            length += digits.Length - 1;
        }
        destination[length++] = (byte)'E';
        Utf8Formatter.TryFormat(exponent, destination[length..], out var written);
        return length + written;
    }
}
