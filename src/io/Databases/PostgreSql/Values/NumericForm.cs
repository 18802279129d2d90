using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Levada.Transfer;

namespace Levada.Databases.PostgreSql.Values;

/// <summary>PostgreSQL's binary form of numeric: digits to the base 10,000.</summary>
/// <remarks>Source: numeric_send and numeric_recv. Int16 each, big-endian: groups, weight of the first group, sign, digits after the point, groups.</remarks>
internal static class NumericForm
{
    /// <summary>Digits that an unscaled integer of ours may have.</summary>
    public const int DigitsMax = 38;

    /// <summary>Bytes that the binary form of any value of ours takes.</summary>
    public const int ByteCountMax = HeaderBytes + (GroupsMax * sizeof(ushort));

    private const int HeaderBytes = 8;

    // 39 digits, both ends of which may lie in groups of their own.
    private const int GroupsMax = 12;
    private const ushort Negative = 0x4000;
    private const ushort NotANumber = 0xC000;
    private const ushort PositiveInfinity = 0xD000;
    private const ushort NegativeInfinity = 0xF000;

    private static readonly Int128[] PowersOfTen = CreatePowers();

    /// <summary>Ten to the given power, from 0 to <see cref="DigitsMax"/>.</summary>
    public static Int128 PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>Reads a value of up to 38 digits. False for more digits, NaN and the infinities.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<byte> value, out Int128 unscaled, out int scale)
    {
        var (groupCount, weight, sign) = ReadHeader(value, out scale);
        unscaled = 0;
        // Groups that the unscaled integer spans; the last one of the fraction may be cut.
        var spanned = weight + 1 + ((scale + 3) / 4);
        if ((sign != 0 && sign != Negative) || scale > DigitsMax || spanned > 11)
            return false;
        if (groupCount == 0)
            return true;
        var surplus = (4 - (scale & 3)) & 3;
        if (!TryAccumulate(value[HeaderBytes..], groupCount, spanned, surplus, out var magnitude))
            return false;
        unscaled = sign == Negative ? -magnitude : magnitude;
        return true;
    }

    /// <summary>Writes a value in the binary form; answers the bytes written.</summary>
    public static int Write(Int128 unscaled, int scale, Span<byte> target)
    {
        var magnitude = UInt128.CreateTruncating(unscaled < 0 ? -unscaled : unscaled);
        Span<ushort> groups = stackalloc ushort[GroupsMax];
        var count = Split(magnitude, scale, groups, out var weight);
        BinaryPrimitives.WriteInt16BigEndian(target, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(target[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], unscaled < 0 ? Negative : (ushort)0);
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)scale);
        for (var index = 0; index < count; index++)
            BinaryPrimitives.WriteUInt16BigEndian(target[(HeaderBytes + (index * sizeof(ushort)))..], groups[count - 1 - index]);
        return HeaderBytes + (count * sizeof(ushort));
    }

    /// <summary>The text of any value, as the server itself writes it.</summary>
    public static string ReadText(ReadOnlySpan<byte> value)
    {
        var (groupCount, weight, sign) = ReadHeader(value, out var scale);
        if (sign is not (0 or Negative))
            return sign switch
            {
                NotANumber => "NaN",
                PositiveInfinity => "Infinity",
                NegativeInfinity => "-Infinity",
                _ => throw Malformed(),
            };
        var text = new StringBuilder(sign == Negative ? "-" : "");
        var integerStart = text.Length;
        for (var position = 0; position <= weight; position++)
            text.Append(CultureInfo.InvariantCulture, $"{GroupAt(value, groupCount, position):D4}");
        while (text.Length > integerStart && text[integerStart] == '0')
            text.Remove(integerStart, 1);
        if (text.Length == integerStart)
            text.Append('0');
        var integerEnd = text.Length;
        if (scale > 0)
            text.Append('.');
        for (var digits = 0; digits < scale; digits += 4)
            text.Append(CultureInfo.InvariantCulture, $"{GroupAt(value, groupCount, weight + 1 + (digits / 4)):D4}");
        text.Length = scale == 0 ? integerEnd : integerEnd + 1 + scale;
        return text.ToString();
    }

    private static Int128[] CreatePowers()
    {
        var powers = new Int128[DigitsMax + 1];
        powers[0] = 1;
        for (var exponent = 1; exponent <= DigitsMax; exponent++)
            powers[exponent] = powers[exponent - 1] * 10;
        return powers;
    }

    private static TransferException Malformed() => new("PostgreSQL sent a numeric value that cannot be read.");

    private static (int GroupCount, int Weight, ushort Sign) ReadHeader(ReadOnlySpan<byte> value, out int scale)
    {
        if (value.Length < HeaderBytes)
            throw Malformed();
        var groupCount = BinaryPrimitives.ReadUInt16BigEndian(value);
        scale = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        if (value.Length != HeaderBytes + (groupCount * sizeof(ushort)))
            throw Malformed();
        return (groupCount, BinaryPrimitives.ReadInt16BigEndian(value[2..]), BinaryPrimitives.ReadUInt16BigEndian(value[4..]));
    }

    // Positions count from the first group; those before it (a value below 0.0001) and after the last are zero.
    private static int GroupAt(ReadOnlySpan<byte> value, int groupCount, int position) => (uint)position < (uint)groupCount
        ? BinaryPrimitives.ReadUInt16BigEndian(value[(HeaderBytes + (position * sizeof(ushort)))..])
        : 0;

    private static bool TryAccumulate(ReadOnlySpan<byte> groups, int groupCount, int spanned, int surplus, out Int128 magnitude)
    {
        // Four groups and the cut of the last one fit 64 bits, which most values of practice need.
        var small = 0UL;
        var index = 0;
        for (; index < spanned && index < 4; index++)
            small = (small * 10_000) + GroupOrZero(groups, groupCount, index);
        if (spanned <= 4)
        {
            magnitude = small / (ulong)PowersOfTen[surplus];
            return true;
        }
        var large = (UInt128)small;
        magnitude = 0;
        for (; index < spanned - 1; index++)
        {
            if (large >= (UInt128)PowersOfTen[DigitsMax - 4])
                return false;
            large = (large * 10_000) + GroupOrZero(groups, groupCount, index);
        }
        // The last group's digits beyond the scale are zeros: they are left out before they could overflow.
        var kept = (UInt128)PowersOfTen[4 - surplus];
        var last = GroupOrZero(groups, groupCount, index) / (ulong)PowersOfTen[surplus];
        if (large >= (UInt128)PowersOfTen[DigitsMax] / kept)
            return false;
        magnitude = (Int128)((large * kept) + last);
        return true;
    }

    private static ulong GroupOrZero(ReadOnlySpan<byte> groups, int groupCount, int index) =>
        index < groupCount ? BinaryPrimitives.ReadUInt16BigEndian(groups[(index * sizeof(ushort))..]) : 0UL;

    // Groups from the last to the first, without zeros at either end; the weight is that of the first.
    private static int Split(UInt128 magnitude, int scale, Span<ushort> groups, out int weight)
    {
        var surplus = (4 - (scale & 3)) & 3;
        var fractionGroups = (scale + 3) / 4;
        var count = 0;
        var skipped = 0;
        weight = 0;
        if (magnitude == 0)
            return 0;
        // The cut group of the fraction comes first, filled up with zeros.
        var divisor = (UInt128)PowersOfTen[4 - surplus];
        var group = (ushort)((uint)(magnitude % divisor) * (uint)PowersOfTen[surplus]);
        magnitude /= divisor;
        while (true)
        {
            if (group != 0 || count > 0)
                groups[count++] = group;
            else
                skipped++;
            if (magnitude == 0)
                break;
            group = (ushort)(magnitude % 10_000);
            magnitude /= 10_000;
        }
        weight = count + skipped - fractionGroups - 1;
        return count;
    }
}
