using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Transfer.Tests.Text;

/// <summary>Columns and batches as tests write them.</summary>
internal static class TestRows
{
    public static Column TextColumn(string name = "s") => new(name, SqlType.VarChar, ColumnKind.Text, JavaType.String);

    public static Column IntegerColumn(string name = "n") => new(name, SqlType.Integer, ColumnKind.Int32, JavaType.Integer);

    public static Column ColumnOf(ColumnKind kind, string name = "c") => kind switch
    {
        ColumnKind.Boolean => new(name, SqlType.Bit, kind, JavaType.Boolean),
        ColumnKind.Int32 => new(name, SqlType.Integer, kind, JavaType.Integer),
        ColumnKind.Int64 => new(name, SqlType.BigInt, kind, JavaType.Long),
        ColumnKind.Float32 => new(name, SqlType.Real, kind, JavaType.Float),
        ColumnKind.Float64 => new(name, SqlType.Double, kind, JavaType.Double),
        ColumnKind.Decimal => new(name, SqlType.Decimal, kind, JavaType.BigDecimal),
        ColumnKind.Date => new(name, SqlType.Date, kind, JavaType.Date),
        ColumnKind.Time => new(name, SqlType.Time, kind, JavaType.Time),
        ColumnKind.Timestamp => new(name, SqlType.Timestamp, kind, JavaType.Timestamp),
        ColumnKind.Text => new(name, SqlType.VarChar, kind, JavaType.String),
        _ => new(name, SqlType.VarBinary, kind, JavaType.Bytes),
    };

    public static RowSchema Schema(params Column[] columns) => new(ImmutableArray.Create(columns));

    /// <summary>One row of one column.</summary>
    public static RowBatch One(Column column, Action<ColumnVector> append)
    {
        var batch = new RowBatch(Schema(column));
        append(batch.Columns[0]);
        return batch;
    }

    public static RowBatch Texts(params string?[] row)
    {
        var batch = new RowBatch(Schema([.. row.Select((_, index) => TextColumn($"s{index}"))]));
        for (var ordinal = 0; ordinal < row.Length; ordinal++)
        {
            if (row[ordinal] is { } text)
                batch.Columns[ordinal].AppendText(text);
            else
                batch.Columns[ordinal].AppendNull();
        }
        return batch;
    }

    public static string Format(RowBatch batch, TextOptions? text = null, FormatOptions? extra = null)
    {
        var output = new ArrayBufferWriter<byte>();
        new DelimitedFormatter(batch.Schema, text ?? new TextOptions(), extra ?? new FormatOptions()).Write(batch, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The text of one value with Sqoop's defaults, without the record's end.</summary>
    public static string FormatOne(Column column, Action<ColumnVector> append, FormatOptions? extra = null) =>
        Format(One(column, append), null, extra)[..^1];

    public static TextOptions Output(DelimiterSet delimiters) => new() { Output = delimiters, Input = delimiters };

    public static DelimiterSet Delimiters(char enclose = '\0', char escape = '\0', bool isEncloseRequired = false, char field = ',', char record = '\n') =>
        new(field, record, enclose, escape, isEncloseRequired);
}
