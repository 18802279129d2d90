using System.Buffers;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Writes rows as delimited text in UTF-8, the form of Sqoop's text files. Used by one thread at a time.</summary>
/// <remarks>
/// A field is the value's Java text, then escaped and enclosed as the delimiters ask; NULL is the null string of the column's Java type,
/// treated like any other text. The record delimiter ends every record. With the delimiters of the input set equal to those of the
/// output, the parser finds the same fields again wherever an escape character is set.
/// </remarks>
public sealed class DelimitedFormatter
{
    private readonly RowSchema _schema;
    private readonly FieldProtector _protector;
    private readonly CellFormatter[] _cells;
    private readonly HiveTextCell?[] _hiveCells;
    private readonly byte[][] _nulls;
    private readonly byte[] _fieldDelimiter;
    private readonly byte[] _recordDelimiter;

    /// <param name="schema">The columns of the batches to come.</param>
    /// <param name="text">Its output delimiters and null strings.</param>
    /// <exception cref="TransferException">A delimiter is no character by itself.</exception>
    public DelimitedFormatter(RowSchema schema, TextOptions text, FormatOptions extra)
    {
        _schema = schema;
        _protector = new FieldProtector(text.Output);
        _fieldDelimiter = DelimiterBytes.Encode(text.Output.Field, "field delimiter");
        _recordDelimiter = DelimiterBytes.Encode(text.Output.Record, "record delimiter");
        var replacement = extra.AreHiveDelimitersDropped ? "" : extra.HiveDelimiterReplacement;
        _hiveCells = [.. schema.Columns.Select(column => CleanerFor(column, replacement))];
        _cells = [.. schema.Columns.Select((column, ordinal) =>
            _hiveCells[ordinal] ?? Protect(CellFormatter.For(column, extra.IsDecimalPlain), isLast: ordinal == schema.Count - 1))];
        _nulls = [.. schema.Columns.Select(column => Protect(column.JavaType == JavaType.String ? text.NullString : text.NullNonString))];
    }

    /// <summary>Appends all rows of the batch.</summary>
    /// <exception cref="ArgumentException">The batch has other columns than the schema.</exception>
    public void Write(RowBatch batch, IBufferWriter<byte> output)
    {
        var columns = batch.Columns.AsSpan();
        Check(columns);
        var sink = new ByteSink(output);
        for (var row = 0; row < batch.RowCount; row++)
            WriteRow(columns, row, ref sink);
        sink.Flush();
    }

    private void WriteRow(ReadOnlySpan<ColumnVector> columns, int row, ref ByteSink sink)
    {
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
        {
            if (ordinal > 0)
                WriteDelimiter(_fieldDelimiter, ref sink);
            var values = columns[ordinal];
            if (values.IsNull(row))
                sink.Write(_nulls[ordinal]);
            else if (values.HasUntyped && values.TryGetUntyped(row, out var untyped))
                WriteUntyped(ordinal, untyped, ref sink);
            else
                _cells[ordinal].Write(values, row, ref sink);
        }
        WriteDelimiter(_recordDelimiter, ref sink);
    }

    private static void WriteDelimiter(byte[] delimiter, ref ByteSink sink)
    {
        if (delimiter.Length == 1)
            sink.Write(delimiter[0]);
        else
            sink.Write(delimiter);
    }

    private void WriteUntyped(int ordinal, string text, ref ByteSink sink)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (_hiveCells[ordinal] is { } cleaner)
            cleaner.Write(bytes, ref sink);
        else
            _protector.Write(bytes, ref sink);
    }

    private HiveTextCell? CleanerFor(Column column, string? replacement) =>
        replacement is not null && column is { JavaType: JavaType.String, Kind: ColumnKind.Text } ? new HiveTextCell(_protector, replacement) : null;

    private CellFormatter Protect(CellFormatter cell, bool isLast) => cell switch
    {
        TextCell when isLast => new LastTextCell(_protector),
        TextCell when _protector.IsEncloseRequired || _protector.CanTouch(null) => new ProtectedTextCell(_protector),
        { Alphabet: { } alphabet } when _protector.CanTouch(alphabet) => new ProtectedCell(cell, _protector),
        _ when _protector.IsEncloseRequired => new EnclosedCell(cell, _protector),
        _ => cell,
    };

    private byte[] Protect(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        var sink = new ByteSink(output);
        _protector.Write(Encoding.UTF8.GetBytes(text), ref sink);
        sink.Flush();
        return output.WrittenSpan.ToArray();
    }

    private void Check(ReadOnlySpan<ColumnVector> columns)
    {
        if (columns.Length != _schema.Count)
            throw new ArgumentException($"The batch has {columns.Length} columns, the schema {_schema.Count}.");
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            if (columns[ordinal].Kind != _schema[ordinal].Kind)
                throw new ArgumentException($"Column {_schema[ordinal].Name} of the batch is {columns[ordinal].Kind}, not {_schema[ordinal].Kind}.");
    }
}
