using System.Buffers.Binary;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Text, bytes and decimals: each value behind its length.</summary>
internal sealed class BytesEncoder(Field field, int ordinal, BytesSource source) : ValueEncoder
{
    // Long bounds help no reader and would swell the footer.
    private const int BoundSizeMax = 128;

    private readonly bool _isDecimal = field.Form == FieldForm.Decimal;
    private readonly BlockBuffer _least = new();
    private readonly BlockBuffer _greatest = new();
    private bool _hasBounds;

    public override PhysicalType Type => PhysicalType.ByteArray;

    public override void Append(RowBatch batch, ChunkBuilder chunk)
    {
        source.Bind(batch);
        var vector = batch.Columns[ordinal];
        for (var row = 0; row < vector.Count; row++)
        {
            if (vector.IsNull(row))
                continue;
            var value = source.Get(row);
            var room = chunk.Values.Reserve(sizeof(int) + value.Length);
            BinaryPrimitives.WriteInt32LittleEndian(room, value.Length);
            value.CopyTo(room[sizeof(int)..]);
            chunk.Values.Advance(sizeof(int) + value.Length);
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
