using System.Buffers.Binary;
using System.Numerics;
using System.Globalization;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>Writes the values of one column as Sqoop's generated class does: whether it is null, then the value.</summary>
internal abstract class SequenceColumn(int ordinal)
{
    protected int Ordinal { get; } = ordinal;

    protected RowBatch? Batch { get; private set; }

    protected ColumnVector? Vector { get; private set; }

    /// <exception cref="TransferException">The column's values are of a kind that its Java type cannot hold.</exception>
    public static SequenceColumn For(Column column, int ordinal, ValueOptions options, ZoneMap zone, RowFault fault)
    {
        NumberSource Numbers(FieldForm form) => new(new Field(column.Name, column, form), ordinal, zone, fault);
        BytesSource Bytes(FieldForm form) => BytesSource.For(new Field(column.Name, column, form), ordinal, options, fault);
        return column.JavaType switch
        {
            JavaType.Boolean when column.Kind == ColumnKind.Boolean => new TypedColumn(ordinal, fault),
            JavaType.Float when column.Kind == ColumnKind.Float32 => new TypedColumn(ordinal, fault),
            JavaType.Double when column.Kind == ColumnKind.Float64 => new TypedColumn(ordinal, fault),
            JavaType.Integer => new NumberColumn(ordinal, Numbers(FieldForm.Int), sizeof(int)),
            JavaType.Long => new NumberColumn(ordinal, Numbers(FieldForm.Long), sizeof(long)),
            JavaType.Date or JavaType.Time => new NumberColumn(ordinal, Numbers(FieldForm.EpochMillis), sizeof(long)),
            JavaType.Timestamp => new TimestampColumn(ordinal, Numbers(FieldForm.EpochMillis)),
            JavaType.BigDecimal when column.Kind == ColumnKind.Decimal => new DecimalColumn(ordinal, fault),
            JavaType.Bytes => new BytesColumn(ordinal, Bytes(FieldForm.Bytes), isText: false),
            JavaType.BlobRef => new LargeObjectColumn(ordinal, Bytes(FieldForm.Bytes), isText: false),
            JavaType.ClobRef => new LargeObjectColumn(ordinal, Bytes(FieldForm.Text), isText: true),
            JavaType.String => new BytesColumn(ordinal, Bytes(FieldForm.Text), isText: true),
            _ => throw NumberSource.Unconvertible(new Field(column.Name, column, FieldForm.Text)),
        };
    }

    /// <summary>The rows that <see cref="Write"/> is called for from now on.</summary>
    public virtual void Bind(RowBatch batch) => (Batch, Vector) = (batch, batch.Columns[Ordinal]);

    public void Write(int row, BlockBuffer output)
    {
        var isNull = Vector!.IsNull(row);
        output.WriteByte((byte)(isNull ? 1 : 0));
        if (!isNull)
            WriteValue(row, output);
    }

    protected abstract void WriteValue(int row, BlockBuffer output);

    private sealed class TypedColumn(int ordinal, RowFault fault) : SequenceColumn(ordinal)
    {
        public override void Bind(RowBatch batch)
        {
            base.Bind(batch);
            fault.RejectUntyped(batch, Ordinal, FieldForm.Double);
        }

        protected override void WriteValue(int row, BlockBuffer output)
        {
            switch (Vector!.Kind)
            {
                case ColumnKind.Boolean:
                    output.WriteByte(Vector.Values<byte>()[row]);
                    break;
                case ColumnKind.Float32:
                    BinaryPrimitives.WriteSingleBigEndian(output.Reserve(sizeof(float)), Vector.Values<float>()[row]);
                    output.Advance(sizeof(float));
                    break;
                default:
                    BinaryPrimitives.WriteDoubleBigEndian(output.Reserve(sizeof(double)), Vector.Values<double>()[row]);
                    output.Advance(sizeof(double));
                    break;
            }
        }
    }

    private class NumberColumn(int ordinal, NumberSource source, int width) : SequenceColumn(ordinal)
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

        protected override void WriteValue(int row, BlockBuffer output)
        {
            if (width == sizeof(int))
                SequenceFormat.WriteInt32(output, (int)_numbers[row]);
            else
                SequenceFormat.WriteInt64(output, _numbers[row]);
        }
    }

    private sealed class TimestampColumn(int ordinal, NumberSource source) : NumberColumn(ordinal, source, sizeof(long))
    {
        protected override void WriteValue(int row, BlockBuffer output)
        {
            base.WriteValue(row, output);
            var ticks = Vector!.Values<long>()[row];
            var ofSecond = ticks - (ZoneMap.FloorDiv(ticks, TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond);
            SequenceFormat.WriteInt32(output, (int)ofSecond * 100);
        }
    }

    private class BytesColumn(int ordinal, BytesSource source, bool isText) : SequenceColumn(ordinal)
    {
        public override void Bind(RowBatch batch)
        {
            base.Bind(batch);
            source.Bind(batch);
        }

        protected override void WriteValue(int row, BlockBuffer output)
        {
            var bytes = source.Get(row);
            if (isText)
                SequenceFormat.WriteVLong(output, bytes.Length);
            else
                SequenceFormat.WriteInt32(output, bytes.Length);
            output.Write(bytes);
        }
    }

    private sealed class LargeObjectColumn(int ordinal, BytesSource source, bool isText) : BytesColumn(ordinal, source, isText)
    {
        protected override void WriteValue(int row, BlockBuffer output)
        {
            var place = Vector!.TryGetUntyped(row, out var text) ? LargeObjectPlace.Parse(text) : null;
            output.WriteByte((byte)(place is null ? 0 : 1));
            if (place is null)
                base.WriteValue(row, output);
            else
                place.Write(output);
        }
    }

    // The scale, whether the digits fit 64 bits, the digits as such a number or as text.
    private sealed class DecimalColumn(int ordinal, RowFault fault) : SequenceColumn(ordinal)
    {
        protected override void WriteValue(int row, BlockBuffer output)
        {
            if (Vector!.TryGetUntyped(row, out var untyped))
            {
                WriteLarge(row, untyped, output);
                return;
            }
            var unscaled = Vector.Values<Int128>()[row];
            // Sqoop leaves the two outermost numbers to the text form.
            var isShort = unscaled > long.MinValue && unscaled < long.MaxValue;
            SequenceFormat.WriteInt32(output, Vector.Scales[row]);
            output.WriteByte((byte)(isShort ? 1 : 0));
            if (isShort)
                SequenceFormat.WriteInt64(output, (long)unscaled);
            else
                SequenceFormat.WriteText(output, unscaled.ToString(CultureInfo.InvariantCulture));
        }

        private void WriteLarge(int row, string text, BlockBuffer output)
        {
            var point = text.IndexOf('.', StringComparison.Ordinal);
            var digits = point < 0 ? text : text.Remove(point, 1);
            if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled))
                throw fault.Of(Batch!, Ordinal, row, "is no number");
            SequenceFormat.WriteInt32(output, point < 0 ? 0 : text.Length - point - 1);
            output.WriteByte(0);
            SequenceFormat.WriteText(output, unscaled.ToString(CultureInfo.InvariantCulture));
        }
    }
}
