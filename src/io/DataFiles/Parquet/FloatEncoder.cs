using System.Buffers.Binary;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Floating-point numbers of four or eight bytes.</summary>
internal sealed class FloatEncoder(Field field, int ordinal, RowFault fault) : ValueEncoder
{
    private readonly bool _isDouble = field.Form == FieldForm.Double;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;

    public override PhysicalType Type => _isDouble ? PhysicalType.Double : PhysicalType.Float;

    public override void Append(RowBatch batch, ChunkBuilder chunk)
    {
        fault.RejectUntyped(batch, ordinal, field.Form);
        var vector = batch.Columns[ordinal];
        for (var row = 0; row < vector.Count; row++)
        {
            if (vector.IsNull(row))
                continue;
            var value = vector.Kind == ColumnKind.Float64 ? vector.Values<double>()[row] : vector.Values<float>()[row];
            // A NaN is no bound; a comparison with it is never true.
            if (value < _least)
                _least = value;
            if (value > _greatest)
                _greatest = value;
            var room = chunk.Values.Reserve(sizeof(double));
            if (_isDouble)
                BinaryPrimitives.WriteDoubleLittleEndian(room, value);
            else
                BinaryPrimitives.WriteSingleLittleEndian(room, (float)value);
            chunk.Values.Advance(_isDouble ? sizeof(double) : sizeof(float));
        }
    }

    public override bool TryGetBounds(out byte[] least, out byte[] greatest)
    {
        // The format asks for the zero that comes first or last in its own order.
        least = Bytes(_least == 0 ? -0.0 : _least);
        greatest = Bytes(_greatest == 0 ? 0.0 : _greatest);
        return _least <= _greatest;
    }

    public override void Reset() => (_least, _greatest) = (double.PositiveInfinity, double.NegativeInfinity);

    private byte[] Bytes(double value) => _isDouble ? BitConverter.GetBytes(value) : BitConverter.GetBytes((float)value);
}
