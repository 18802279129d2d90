using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Reading;

/// <summary>A number that is true unless it is zero: digits in the text protocol, a byte in the binary one, bits of a BIT in both.</summary>
/// <param name="zero">The byte that alone makes a value false.</param>
internal sealed class BooleanCell(byte zero) : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target) => target.AppendBoolean(cell.ContainsAnyExcept(zero));
}

internal sealed class TextIntegerCell : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        if (!Utf8Parser.TryParse(cell, out long value, out var taken) || taken != cell.Length)
            AppendBeyond(cell, target);
        else if (target.Kind == ColumnKind.Int32)
            target.AppendInt32(checked((int)value));
        else
            target.AppendInt64(value);
    }

    // Only a BIGINT UNSIGNED is greater than a signed number of eight bytes.
    private static void AppendBeyond(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        if (!Utf8Parser.TryParse(cell, out ulong _, out var taken) || taken != cell.Length)
            throw new TransferException($"The server sent {Encoding.UTF8.GetString(cell)} for a whole number.");
        target.AppendUntyped(Encoding.ASCII.GetString(cell));
    }
}

internal sealed class BinaryIntegerCell(bool isUnsigned) : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        if (target.Kind == ColumnKind.Int32)
            target.AppendInt32((int)ValueOf(cell));
        else if (isUnsigned && cell.Length == sizeof(ulong) && (cell[^1] & 0x80) != 0)
            target.AppendUntyped(BinaryPrimitives.ReadUInt64LittleEndian(cell).ToString(CultureInfo.InvariantCulture));
        else
            target.AppendInt64(ValueOf(cell));
    }

    private long ValueOf(ReadOnlySpan<byte> cell) => (cell.Length, isUnsigned) switch
    {
        (1, true) => cell[0],
        (1, false) => (sbyte)cell[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(cell),
        (2, false) => BinaryPrimitives.ReadInt16LittleEndian(cell),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(cell),
        (4, false) => BinaryPrimitives.ReadInt32LittleEndian(cell),
        _ => BinaryPrimitives.ReadInt64LittleEndian(cell),
    };
}

internal sealed class FloatCell(bool isBinary) : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        if (target.Kind == ColumnKind.Float32)
            target.AppendFloat32(isBinary
                ? BinaryPrimitives.ReadSingleLittleEndian(cell)
                : float.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture));
        else
            target.AppendFloat64(isBinary
                ? BinaryPrimitives.ReadDoubleLittleEndian(cell)
                : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}

/// <summary>A DECIMAL, which both protocols send as text: up to 38 digits as a number, longer ones (there are 65) as that text.</summary>
internal sealed class DecimalCell : CellDecoder
{
    private const int ShortDigitCount = 18;
    private const int DigitCountMax = 38;

    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        var isNegative = cell[0] == (byte)'-';
        var digits = isNegative ? cell[1..] : cell;
        var point = digits.IndexOf((byte)'.');
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var unscaled = digits.Length <= ShortDigitCount ? ShortNumber(digits) : LongNumber(digits);
        if (unscaled is not { } value)
            target.AppendUntyped(Encoding.ASCII.GetString(cell));
        else
            target.AppendDecimal(isNegative ? -value : value, scale);
    }

    private static Int128? ShortNumber(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
            if (digit != (byte)'.')
                value = (value * 10) + (digit - '0');
        return value;
    }

    private static Int128? LongNumber(ReadOnlySpan<byte> digits)
    {
        var value = Int128.Zero;
        var count = 0;
        foreach (var digit in digits)
        {
            if (digit == (byte)'.')
                continue;
            // Zeros in front are no digits: ZEROFILL pads with them.
            count += count == 0 && digit == (byte)'0' ? 0 : 1;
            if (count > DigitCountMax)
                return null;
            value = (value * 10) + (digit - '0');
        }
        return value;
    }
}
