using System.Buffers;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Single values as Sqoop's text, for messages, keys and everything else that is not done for each cell.</summary>
public static class ValueText
{
    /// <summary>The text of a value without escaping or enclosing; null for NULL.</summary>
    /// <param name="isDecimalPlain">False: a BigDecimal below 0.000001 has an exponent.</param>
    public static string? Of(Column column, ColumnVector values, int row, bool isDecimalPlain = true)
    {
        if (values.IsNull(row))
            return null;
        if (values.TryGetUntyped(row, out var untyped))
            return untyped;
        var output = new ArrayBufferWriter<byte>();
        var sink = new ByteSink(output);
        CellFormatter.For(column, isDecimalPlain).Write(values, row, ref sink);
        sink.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
