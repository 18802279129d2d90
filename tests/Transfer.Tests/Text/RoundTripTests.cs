using System.Buffers;
using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using static Levada.Transfer.Tests.Text.TestRows;

namespace Levada.Transfer.Tests.Text;

/// <summary>What is written with an escape character, or as CSV, is read back as it was.</summary>
public sealed class RoundTripTests
{
    private static readonly ColumnKind[] Kinds = Enum.GetValues<ColumnKind>();

    private static readonly Gen<DelimiterSet> Protecting = Gen.Select(
        Gen.OneOf(',', '\t', '\u0001', '-', '1', ' ', 'þ', '→'),
        Gen.OneOf('\n', ';', '§', '\u0002'),
        Gen.OneOf(('\0', '\\'), ('"', '\\'), ('\'', '‡'), ('«', '\\'), ('"', '"')),
        Gen.Bool,
        (field, record, marks, isRequired) => new DelimiterSet(field, record, marks.Item1, marks.Item2, isRequired));

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.OneOf("", "null", "a", "-", "\\", "\"", ",", "\n", "\r", "a\r"),
        Gen.Char[",\t\u0001\u0002\n\r;\"'\\abþ→§«‡é"].Array[0, 12].Select(characters => new string(characters)));

    /// <summary>The values of a row, one for each kind; null is NULL.</summary>
    private static readonly Gen<object?[]> AnyRow = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int, Gen.Long, Gen.Single, Gen.Double).Select(v => new object[] { v.Item1, v.Item2, v.Item3, v.Item4, v.Item5 }),
        Gen.Select(Gen.Long, Gen.Int[0, 38]).Select(v => new object[] { ((Int128)v.Item1, v.Item2) }),
        Gen.Select(Gen.Int, Gen.Int[-3_020_399, 3_020_399], Gen.Long).Select(v => new object[] { v.Item1, v.Item2 * 10_000_000L, v.Item3 }),
        Gen.Select(AnyText, Gen.Byte.Array[1, 10]).Select(v => new object[] { v.Item1, v.Item2 }),
        Gen.Bool.Array[Kinds.Length],
        (a, b, c, d, nulls) => a.Concat(b).Concat(c).Concat(d).Select((value, index) => nulls[index] ? null : value).ToArray());

    private static void Append(ColumnVector vector, object? value)
    {
        switch (value)
        {
            case null: vector.AppendNull(); break;
            case bool boolean: vector.AppendBoolean(boolean); break;
            case int integer when vector.Kind == ColumnKind.Date: vector.AppendDate(integer); break;
            case int integer: vector.AppendInt32(integer); break;
            case long integer when vector.Kind == ColumnKind.Int64: vector.AppendInt64(integer); break;
            case long ticks: vector.AppendTicks(ticks); break;
            case float single: vector.AppendFloat32(single); break;
            case double number: vector.AppendFloat64(number); break;
            case (Int128 unscaled, int scale): vector.AppendDecimal(unscaled, scale); break;
            case string text: vector.AppendText(text); break;
            default: vector.AppendBytes((byte[])value); break;
        }
    }

    private static RowBatch BatchOf(object?[][] rows)
    {
        var batch = new RowBatch(Schema([.. Kinds.Select((kind, index) => ColumnOf(kind, $"c{index}"))]));
        foreach (var row in rows)
            for (var ordinal = 0; ordinal < row.Length; ordinal++)
                Append(batch.Columns[ordinal], row[ordinal]);
        return batch;
    }

    private static RowBatch Parse(ReadOnlySpan<byte> text, RowSchema schema, TextOptions options)
    {
        var parser = new DelimitedParser(options.Input, schema.Count);
        var converters = schema.Columns.Select(column => new FieldConverter(column, options)).ToArray();
        var batch = new RowBatch(schema);
        while (parser.Read(text, isLast: true) is var status && status != RecordStatus.End)
        {
            Assert.True(status == RecordStatus.Record, parser.Failure);
            for (var ordinal = 0; ordinal < parser.FieldCount; ordinal++)
            {
                var field = parser.Field(text, ordinal);
                Assert.True(converters[ordinal].TryAppend(field, batch.Columns[ordinal]), Encoding.UTF8.GetString(field));
            }
            text = text[parser.ByteCount..];
        }
        return batch;
    }

    [Fact]
    public void Rows_come_back_as_they_were_written() => Gen.Select(AnyRow.Array[0, 4], Protecting).Sample((rows, delimiters) =>
    {
        // No value of these rows has the text of a NULL.
        var options = Output(delimiters) with { NullString = "\\N?", NullNonString = "NIL", InputNullString = "\\N?", InputNullNonString = "NIL" };
        var written = BatchOf(rows);
        var output = new ArrayBufferWriter<byte>();
        new DelimitedFormatter(written.Schema, options, new FormatOptions()).Write(written, output);
        var read = Parse(output.WrittenSpan, written.Schema, options);
        Assert.Equal(rows.Length, read.RowCount);
        for (var row = 0; row < rows.Length; row++)
            for (var ordinal = 0; ordinal < Kinds.Length; ordinal++)
                Assert.Equal(Show(written, ordinal, row), Show(read, ordinal, row));
    }, iter: 5_000);

    [Fact]
    public void Texts_come_back_whatever_column_they_stand_in() => Gen.Select(AnyText.Array[1, 3], Protecting).Sample((row, delimiters) =>
    {
        var options = Output(delimiters) with { NullString = "\\N?", InputNullString = "\\N?" };
        var written = Texts(row);
        var output = new ArrayBufferWriter<byte>();
        new DelimitedFormatter(written.Schema, options, new FormatOptions()).Write(written, output);
        var read = Parse(output.WrittenSpan, written.Schema, options);
        Assert.Equal(1, read.RowCount);
        Assert.Equal(row, row.Select((_, ordinal) => Show(read, ordinal, 0)));
    }, iter: 10_000);

    private static string? Show(RowBatch batch, int ordinal, int row) =>
        ValueText.Of(batch.Schema[ordinal] with { JavaType = JavaType.String }, batch.Columns[ordinal], row);
}
