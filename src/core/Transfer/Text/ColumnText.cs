using System.Buffers;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>The text of single values of one column, as Sqoop writes them, without escaping: merge keys, cells of a table on a terminal.</summary>
public sealed class ColumnText(Column column)
{
    private readonly CellFormatter _cell = CellFormatter.For(column, isDecimalPlain: true);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The text of a value that is not NULL, in UTF-8; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(ColumnVector values, int row)
    {
        if (values.TryGetUntyped(row, out var untyped))
            return Encoding.UTF8.GetBytes(untyped);
        _buffer.ResetWrittenCount();
        var sink = new ByteSink(_buffer);
        _cell.Write(values, row, ref sink);
        sink.Flush();
        return _buffer.WrittenSpan;
    }
}
