using System.Buffers.Binary;
using Levada.Databases.PostgreSql.Values;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Reading;

internal sealed class BooleanDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) => target.AppendBoolean(Exactly(1, value)[0] != 0);
}

internal sealed class Int16Decoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendInt32(BinaryPrimitives.ReadInt16BigEndian(Exactly(sizeof(short), value)));
}

internal sealed class Int32Decoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendInt32(BinaryPrimitives.ReadInt32BigEndian(Exactly(sizeof(int), value)));
}

internal sealed class ObjectIdDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendInt64(BinaryPrimitives.ReadUInt32BigEndian(Exactly(sizeof(uint), value)));
}

internal sealed class Int64Decoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendInt64(BinaryPrimitives.ReadInt64BigEndian(Exactly(sizeof(long), value)));
}

internal sealed class Float32Decoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendFloat32(BinaryPrimitives.ReadSingleBigEndian(Exactly(sizeof(float), value)));
}

internal sealed class Float64Decoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendFloat64(BinaryPrimitives.ReadDoubleBigEndian(Exactly(sizeof(double), value)));
}

internal sealed class DecimalDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target)
    {
        if (NumericForm.TryReadDecimal(value, out var unscaled, out var scale))
            target.AppendDecimal(unscaled, scale);
        else
            target.AppendUntyped(NumericForm.ReadText(value));
    }
}
