using System.Buffers.Binary;
using System.Numerics;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Text, bytes and decimals: each value behind its length. Decimals of up to 38 digits have a fixed size, which more readers know.</summary>
internal sealed class BytesEncoder(Field field, int ordinal, BytesSource source) : ValueEncoder
{
    // Long bounds help no reader and would swell the footer.
    private const int BoundSizeMax = 128;

    private readonly bool _isDecimal = field.Form == FieldForm.Decimal;
    private readonly byte[] _padded = new byte[SizeOf(field)];
    private readonly BlockBuffer _least = new();
    private readonly BlockBuffer _greatest = new();
    private bool _hasBounds;

    public override PhysicalType Type => _padded.Length > 0 ? PhysicalType.FixedBytes : PhysicalType.ByteArray;

    public override int Size => _padded.Length;

    public override void Append(RowBatch batch, ChunkBuilder chunk)
    {
        source.Bind(batch);
        var vector = batch.Columns[ordinal];
        for (var row = 0; row < vector.Count; row++)
        {
            if (vector.IsNull(row))
                continue;
            var value = Pad(source.Get(row));
            if (_padded.Length == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(chunk.Values.Reserve(sizeof(int)), value.Length);
                chunk.Values.Advance(sizeof(int));
            }
            chunk.Values.Write(value);
            if (chunk.Dictionary is null || chunk.AddToDictionary(value))
                Note(value);
        }
    }

    public override bool TryGetBounds(out byte[] least, out byte[] greatest)
    {
        least = _least.Written.ToArray();
        greatest = _greatest.Written.ToArray();
        return _hasBounds && least.Length <= BoundSizeMax && greatest.Length <= BoundSizeMax;
    }

    public override void Reset()
    {
        _least.Clear();
        _greatest.Clear();
        _hasBounds = false;
    }

    private void Note(ReadOnlySpan<byte> value)
    {
        if (!_hasBounds || Compare(value, _least.Written) < 0)
            Keep(value, _least);
        if (!_hasBounds || Compare(value, _greatest.Written) > 0)
            Keep(value, _greatest);
        _hasBounds = true;
    }

    private static void Keep(ReadOnlySpan<byte> value, BlockBuffer bound)
    {
        bound.Clear();
        bound.Write(value);
    }

    private ReadOnlySpan<byte> Pad(ReadOnlySpan<byte> value)
    {
        if (_padded.Length == 0)
            return value;
        _padded.AsSpan().Fill((byte)((sbyte)value[0] < 0 ? 0xFF : 0));
        value.CopyTo(_padded.AsSpan(_padded.Length - value.Length));
        return _padded;
    }

    // The fewest bytes whose two's complement holds all numbers of that many digits.
    private static int SizeOf(Field field)
    {
        if (field.Form != FieldForm.Decimal || field.Precision > DecimalBytes.PowerMax)
            return 0;
        var size = 1;
        while (BigInteger.Pow(2, (size * 8) - 1) < BigInteger.Pow(10, field.Precision))
            size++;
        return size;
    }

    // Bytes compare without sign; decimals, the shortest two's complement, by sign, then by length, then by bytes.
    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!_isDecimal)
            return left.SequenceCompareTo(right);
        var (isLeftNegative, isRightNegative) = ((sbyte)left[0] < 0, (sbyte)right[0] < 0);
        if (isLeftNegative != isRightNegative)
            return isLeftNegative ? -1 : 1;
        if (left.Length != right.Length)
            return left.Length > right.Length == isLeftNegative ? -1 : 1;
        return left.SequenceCompareTo(right);
    }
}
