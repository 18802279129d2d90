using System.Buffers.Binary;

namespace Levada.DataFiles.Values;

/// <summary>Unscaled integers as the shortest big-endian two's complement, as Avro and Parquet store decimals.</summary>
internal static class DecimalBytes
{
    public const int ByteCountMax = 16;

    /// <summary>Greatest power of ten that an <see cref="Int128"/> holds.</summary>
    public const int PowerMax = 38;

    private static readonly Int128[] Powers = MakePowers();

    /// <summary>Writes the shortest form into the end of the buffer of <see cref="ByteCountMax"/> bytes and answers it.</summary>
    public static ReadOnlySpan<byte> Write(Int128 unscaled, Span<byte> buffer)
    {
        BinaryPrimitives.WriteInt128BigEndian(buffer, unscaled);
        var sign = (byte)(unscaled < 0 ? 0xFF : 0);
        var start = 0;
        // The first byte kept must still show the sign.
        while (start < ByteCountMax - 1 && buffer[start] == sign && (sbyte)buffer[start + 1] < 0 == unscaled < 0)
            start++;
        return buffer[start..ByteCountMax];
    }

    /// <summary>Reads what <see cref="Write"/> writes, of any length; false when it does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Int128 unscaled)
    {
        unscaled = 0;
        if (bytes.IsEmpty)
            return true;
        var sign = (byte)((sbyte)bytes[0] < 0 ? 0xFF : 0);
        while (bytes.Length > ByteCountMax && bytes[0] == sign)
            bytes = bytes[1..];
        if (bytes.Length > ByteCountMax || (sbyte)bytes[0] < 0 != (sign != 0))
            return false;
        Span<byte> full = stackalloc byte[ByteCountMax];
        full.Fill(sign);
        bytes.CopyTo(full[(ByteCountMax - bytes.Length)..]);
        unscaled = BinaryPrimitives.ReadInt128BigEndian(full);
        return true;
    }

    /// <summary>Whether the value has at most so many digits.</summary>
    public static bool Fits(Int128 unscaled, int precision) =>
        precision > PowerMax || (unscaled < Powers[precision] && unscaled > -Powers[precision]);

    /// <summary>Brings a value to another scale; false when digits would be lost or it grows too large.</summary>
    public static bool TryRescale(Int128 unscaled, int scale, int newScale, out Int128 rescaled)
    {
        rescaled = unscaled;
        if (unscaled == 0 || scale == newScale)
            return true;
        var distance = Math.Abs(scale - newScale);
        if (distance > PowerMax)
            return false;
        if (newScale < scale)
        {
            (rescaled, var lost) = Int128.DivRem(unscaled, Powers[distance]);
            return lost == 0;
        }
        rescaled = unchecked(unscaled * Powers[distance]);
        return Fits(unscaled, PowerMax - distance);
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[PowerMax + 1];
        powers[0] = 1;
        for (var power = 1; power <= PowerMax; power++)
            powers[power] = powers[power - 1] * 10;
        return powers;
    }
}
