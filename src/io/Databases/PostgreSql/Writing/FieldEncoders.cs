using System.Buffers;
using System.Buffers.Binary;
using Levada.Databases.PostgreSql.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>The binary forms of PostgreSQL's types. Source: their receive functions.</summary>
internal static class FieldEncoders
{
    // A jsonb value is its text after the number of the form.
    private const byte JsonbVersion = 1;

    /// <summary>How values of a kind are sent to a type; null: only as text.</summary>
    /// <param name="isUniversalTime">Whether a wall clock is universal time.</param>
    public static FieldEncoder? For(uint typeId, ColumnKind kind, bool isUniversalTime) => (typeId, kind) switch
    {
        (TypeIds.Bool, ColumnKind.Boolean) => Boolean,
        (TypeIds.Int2, ColumnKind.Int32) => Int16,
        (TypeIds.Int4, ColumnKind.Int32) => Int32,
        (TypeIds.Int8, ColumnKind.Int64) => Int64,
        (TypeIds.Float4, ColumnKind.Float32) => Float32,
        (TypeIds.Float8, ColumnKind.Float64) => Float64,
        (TypeIds.Numeric, ColumnKind.Decimal) => Decimal,
        (TypeIds.Date, ColumnKind.Date) => Date,
        (TypeIds.Time, ColumnKind.Time) => Time,
        (TypeIds.Timestamp, ColumnKind.Timestamp) => Timestamp,
        (TypeIds.TimestampTz, ColumnKind.Timestamp) when isUniversalTime => Timestamp,
        (TypeIds.Text or TypeIds.VarChar or TypeIds.BpChar or TypeIds.Name or TypeIds.Json, ColumnKind.Text) => Bytes,
        (TypeIds.Bytea, ColumnKind.Bytes) => Bytes,
        (TypeIds.Jsonb, ColumnKind.Text) => Jsonb,
        _ => null,
    };

    private static Span<byte> Field(int byteCount, ArrayBufferWriter<byte> target)
    {
        var span = target.GetSpan(checked(sizeof(int) + byteCount));
        BinaryPrimitives.WriteInt32BigEndian(span, byteCount);
        target.Advance(sizeof(int) + byteCount);
        return span.Slice(sizeof(int), byteCount);
    }

    private static void Boolean(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        Field(1, target)[0] = column.Values<byte>()[row];

    private static void Int16(ColumnVector column, int row, ArrayBufferWriter<byte> target)
    {
        var value = column.Values<int>()[row];
        if (value is < short.MinValue or > short.MaxValue)
            throw new TransferException($"PostgreSQL: value \"{value}\" is out of range for type smallint (SQLSTATE 22003)");
        BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short), target), (short)value);
    }

    private static void Int32(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int), target), column.Values<int>()[row]);

    private static void Int64(ColumnVector column, int row, ArrayBufferWriter<byte> target) => WriteInt64(column.Values<long>()[row], target);

    private static void Float32(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        BinaryPrimitives.WriteSingleBigEndian(Field(sizeof(float), target), column.Values<float>()[row]);

    private static void Float64(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double), target), column.Values<double>()[row]);

    private static void Decimal(ColumnVector column, int row, ArrayBufferWriter<byte> target)
    {
        Span<byte> value = stackalloc byte[NumericForm.ByteCountMax];
        var length = NumericForm.Write(column.Values<Int128>()[row], column.Scales[row], value);
        value[..length].CopyTo(Field(length, target));
    }

    private static void Date(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int), target), column.Values<int>()[row] - CalendarForm.EpochDays);

    private static void Time(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        WriteInt64(ToMicroseconds(column.Values<long>()[row]), target);

    private static void Timestamp(ColumnVector column, int row, ArrayBufferWriter<byte> target) =>
        WriteInt64(ToMicroseconds(column.Values<long>()[row]) - CalendarForm.EpochMicroseconds, target);

    private static void Bytes(ColumnVector column, int row, ArrayBufferWriter<byte> target)
    {
        var value = column.GetBytes(row);
        value.CopyTo(Field(value.Length, target));
    }

    private static void Jsonb(ColumnVector column, int row, ArrayBufferWriter<byte> target)
    {
        var value = column.GetBytes(row);
        var field = Field(1 + value.Length, target);
        field[0] = JsonbVersion;
        value.CopyTo(field[1..]);
    }

    private static void WriteInt64(long value, ArrayBufferWriter<byte> target) =>
        BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long), target), value);

    // Rounded to the nearest, as the server rounds a text.
    private static long ToMicroseconds(long ticks)
    {
        var microseconds = Math.DivRem(ticks, CalendarForm.TicksPerMicrosecond, out var rest);
        return microseconds + (rest >= 5 ? 1 : rest < -5 ? -1 : 0);
    }
}
