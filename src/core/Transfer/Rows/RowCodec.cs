using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Levada.Transfer.Rows;

/// <summary>Rows as bytes for our own temporary files: read ahead, sorted runs of a merge. Not a format for anybody else.</summary>
/// <remarks>
/// A row is its columns in order. A column is one byte (0 NULL, 1 a value, 2 an untyped text) and the value: fixed widths little-endian,
/// a decimal as 16 bytes and its scale, texts and bytes behind a length of four bytes.
/// </remarks>
public static class RowCodec
{
    private const byte NullMark = 0;
    private const byte ValueMark = 1;
    private const byte UntypedMark = 2;

    public static void Write(RowBatch batch, int row, IBufferWriter<byte> output)
    {
        foreach (var column in batch.Columns)
        {
            if (column.IsNull(row))
                WriteMark(output, NullMark);
            else if (column.TryGetUntyped(row, out var text))
                WriteUntyped(output, text);
            else
                WriteValue(column, row, output);
        }
    }

    /// <summary>Appends the next row of <paramref name="rows"/> to the batch and steps behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes end inside a row, or are none of ours.</exception>
    public static void Read(ref ReadOnlySpan<byte> rows, RowBatch batch)
    {
        foreach (var column in batch.Columns)
        {
            switch (Take(ref rows, 1)[0])
            {
                case NullMark: column.AppendNull(); break;
                case ValueMark: ReadValue(ref rows, column); break;
                case UntypedMark: column.AppendUntyped(Encoding.UTF8.GetString(TakeCounted(ref rows))); break;
                default: throw new InvalidDataException("A temporary file of rows is damaged.");
            }
        }
    }

    private static void WriteMark(IBufferWriter<byte> output, byte mark)
    {
        output.GetSpan(1)[0] = mark;
        output.Advance(1);
    }

    private static void WriteUntyped(IBufferWriter<byte> output, string text)
    {
        WriteMark(output, UntypedMark);
        WriteCounted(output, Encoding.UTF8.GetBytes(text));
    }

    private static void WriteValue(ColumnVector column, int row, IBufferWriter<byte> output)
    {
        WriteMark(output, ValueMark);
        switch (column.Kind)
        {
            case ColumnKind.Boolean: WriteFixed(output, column.Values<byte>()[row]); break;
            case ColumnKind.Int32 or ColumnKind.Date: WriteFixed(output, column.Values<int>()[row]); break;
            case ColumnKind.Float32: WriteFixed(output, column.Values<float>()[row]); break;
            case ColumnKind.Float64: WriteFixed(output, column.Values<double>()[row]); break;
            case ColumnKind.Decimal:
                WriteFixed(output, column.Values<Int128>()[row]);
                WriteFixed(output, column.Scales[row]);
                break;
            case ColumnKind.Text or ColumnKind.Bytes: WriteCounted(output, column.GetBytes(row)); break;
            default: WriteFixed(output, column.Values<long>()[row]); break;
        }
    }

    private static void ReadValue(ref ReadOnlySpan<byte> rows, ColumnVector column)
    {
        switch (column.Kind)
        {
            case ColumnKind.Boolean: column.AppendBoolean(ReadFixed<byte>(ref rows) != 0); break;
            case ColumnKind.Int32: column.AppendInt32(ReadFixed<int>(ref rows)); break;
            case ColumnKind.Date: column.AppendDate(ReadFixed<int>(ref rows)); break;
            case ColumnKind.Float32: column.AppendFloat32(ReadFixed<float>(ref rows)); break;
            case ColumnKind.Float64: column.AppendFloat64(ReadFixed<double>(ref rows)); break;
            case ColumnKind.Decimal: column.AppendDecimal(ReadFixed<Int128>(ref rows), ReadFixed<byte>(ref rows)); break;
            case ColumnKind.Int64: column.AppendInt64(ReadFixed<long>(ref rows)); break;
            case ColumnKind.Text or ColumnKind.Bytes: column.AppendBytes(TakeCounted(ref rows)); break;
            default: column.AppendTicks(ReadFixed<long>(ref rows)); break;
        }
    }

    private static void WriteFixed<T>(IBufferWriter<byte> output, T value)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private static void WriteCounted(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        WriteFixed(output, bytes.Length);
        output.Write(bytes);
    }

    private static T ReadFixed<T>(ref ReadOnlySpan<byte> rows)
        where T : unmanaged
    {
        T value = default;
        Take(ref rows, MemoryMarshal.AsBytes(new Span<T>(ref value)).Length).CopyTo(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    private static ReadOnlySpan<byte> TakeCounted(ref ReadOnlySpan<byte> rows) =>
        Take(ref rows, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rows, sizeof(int))));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rows, int byteCount)
    {
        if ((uint)byteCount > (uint)rows.Length)
            throw new InvalidDataException("A temporary file of rows ends inside a row.");
        var taken = rows[..byteCount];
        rows = rows[byteCount..];
        return taken;
    }
}
