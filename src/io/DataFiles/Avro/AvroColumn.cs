using System.Buffers.Binary;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Avro;

/// <summary>Writes the values of one column, row after row: the branch of its union, then the value.</summary>
internal abstract class AvroColumn(int ordinal)
{
    // Branches 0 and 1 of [null, T] in zig-zag.
    private const byte NullBranch = 0;
    private const byte ValueBranch = 2;

    private ColumnVector? _vector;

    /// <exception cref="TransferException">The column's values are of a kind that the field cannot hold.</exception>
    public static AvroColumn For(Field field, int ordinal, ValueOptions options, ZoneMap zone, RowFault fault) => field.Form switch
    {
        FieldForm.Boolean when field.Column.Kind == ColumnKind.Boolean => new BooleanColumn(ordinal, field, fault),
        FieldForm.Float when field.Column.Kind == ColumnKind.Float32 => new FloatColumn(ordinal, field, fault),
        FieldForm.Double when field.Column.Kind is ColumnKind.Float64 or ColumnKind.Float32 => new DoubleColumn(ordinal, field, fault),
        _ when NumberSource.Serves(field.Form) => new NumberColumn(ordinal, new NumberSource(field, ordinal, zone, fault)),
        _ when BytesSource.Serves(field.Form) => new BytesColumn(ordinal, BytesSource.For(field, ordinal, options, fault)),
        _ => throw NumberSource.Unconvertible(field),
    };

    /// <summary>The rows that <see cref="Write"/> is called for from now on.</summary>
    public virtual void Bind(RowBatch batch) => _vector = batch.Columns[ordinal];

    public void Write(int row, BlockBuffer block)
    {
        if (_vector!.IsNull(row))
        {
            block.WriteByte(NullBranch);
            return;
        }
        block.WriteByte(ValueBranch);
        WriteValue(_vector, row, block);
    }

    protected abstract void WriteValue(ColumnVector vector, int row, BlockBuffer block);

    private abstract class TypedColumn(int ordinal, Field field, RowFault fault) : AvroColumn(ordinal)
    {
        private readonly int _ordinal = ordinal;

        public override void Bind(RowBatch batch)
        {
            base.Bind(batch);
            fault.RejectUntyped(batch, _ordinal, field.Form);
        }
    }

    private sealed class BooleanColumn(int ordinal, Field field, RowFault fault) : TypedColumn(ordinal, field, fault)
    {
        protected override void WriteValue(ColumnVector vector, int row, BlockBuffer block) => block.WriteByte(vector.Values<byte>()[row]);
    }

    private sealed class FloatColumn(int ordinal, Field field, RowFault fault) : TypedColumn(ordinal, field, fault)
    {
        protected override void WriteValue(ColumnVector vector, int row, BlockBuffer block)
        {
            BinaryPrimitives.WriteSingleLittleEndian(block.Reserve(sizeof(float)), vector.Values<float>()[row]);
            block.Advance(sizeof(float));
        }
    }

    private sealed class DoubleColumn(int ordinal, Field field, RowFault fault) : TypedColumn(ordinal, field, fault)
    {
        protected override void WriteValue(ColumnVector vector, int row, BlockBuffer block)
        {
            var value = vector.Kind == ColumnKind.Float64 ? vector.Values<double>()[row] : vector.Values<float>()[row];
            BinaryPrimitives.WriteDoubleLittleEndian(block.Reserve(sizeof(double)), value);
            block.Advance(sizeof(double));
        }
    }

    private sealed class NumberColumn(int ordinal, NumberSource source) : AvroColumn(ordinal)
    {
        private long[] _numbers = [];

        public override void Bind(RowBatch batch)
        {
            base.Bind(batch);
            var numbers = source.Read(batch);
            if (_numbers.Length < numbers.Length)
                _numbers = new long[numbers.Length];
            numbers.CopyTo(_numbers);
        }

        protected override void WriteValue(ColumnVector vector, int row, BlockBuffer block) => block.WriteZigZag(_numbers[row]);
    }

    private sealed class BytesColumn(int ordinal, BytesSource source) : AvroColumn(ordinal)
    {
        public override void Bind(RowBatch batch)
        {
            base.Bind(batch);
            source.Bind(batch);
        }

        protected override void WriteValue(ColumnVector vector, int row, BlockBuffer block)
        {
            var bytes = source.Get(row);
            block.WriteZigZag(bytes.Length);
            block.Write(bytes);
        }
    }
}
