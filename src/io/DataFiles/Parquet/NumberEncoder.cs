using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Integers of four or eight bytes, dates and times among them.</summary>
internal sealed class NumberEncoder(Field field, int ordinal, NumberSource source) : ValueEncoder
{
    private readonly bool _isLong = field.Form is not (FieldForm.Int or FieldForm.Date);
    private long _least = long.MaxValue;
    private long _greatest = long.MinValue;

    public override PhysicalType Type => _isLong ? PhysicalType.Int64 : PhysicalType.Int32;

    public override void Append(RowBatch batch, ChunkBuilder chunk)
    {
        var numbers = source.Read(batch);
        var vector = batch.Columns[ordinal];
        if (chunk.Dictionary is not null)
            AppendByNumber(vector, numbers, chunk);
        else if (vector.HasNulls)
            AppendPresent(vector, numbers, chunk);
        else
            AppendAll(numbers, chunk);
    }

    public override bool TryGetBounds(out byte[] least, out byte[] greatest)
    {
        least = Bytes(_least);
        greatest = Bytes(_greatest);
        return _least <= _greatest;
    }

    public override void Reset() => (_least, _greatest) = (long.MaxValue, long.MinValue);

    private void AppendAll(ReadOnlySpan<long> numbers, ChunkBuilder chunk)
    {
        var width = _isLong ? sizeof(long) : sizeof(int);
        var room = chunk.Values.Reserve(numbers.Length * width);
        var (least, greatest) = (_least, _greatest);
        foreach (var number in numbers)
        {
            least = Math.Min(least, number);
            greatest = Math.Max(greatest, number);
        }
        (_least, _greatest) = (least, greatest);
        if (_isLong)
            MemoryMarshal.AsBytes(numbers).CopyTo(room);
        else
            for (var row = 0; row < numbers.Length; row++)
                BinaryPrimitives.WriteInt32LittleEndian(room[(row * sizeof(int))..], (int)numbers[row]);
        chunk.Values.Advance(numbers.Length * width);
    }

    private void AppendPresent(ColumnVector vector, ReadOnlySpan<long> numbers, ChunkBuilder chunk)
    {
        var width = _isLong ? sizeof(long) : sizeof(int);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (vector.IsNull(row))
                continue;
            Note(numbers[row]);
            BinaryPrimitives.WriteInt64LittleEndian(chunk.Values.Reserve(sizeof(long)), numbers[row]);
            chunk.Values.Advance(width);
        }
    }

    private void AppendByNumber(ColumnVector vector, ReadOnlySpan<long> numbers, ChunkBuilder chunk)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        var width = _isLong ? sizeof(long) : sizeof(int);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (vector.IsNull(row))
                continue;
            BinaryPrimitives.WriteInt64LittleEndian(value, numbers[row]);
            chunk.Values.Write(value[..width]);
            if (chunk.AddToDictionary(value[..width]))
                Note(numbers[row]);
        }
    }

    private void Note(long number)
    {
        _least = Math.Min(_least, number);
        _greatest = Math.Max(_greatest, number);
    }

    private byte[] Bytes(long number) => _isLong ? BitConverter.GetBytes(number) : BitConverter.GetBytes((int)number);
}
