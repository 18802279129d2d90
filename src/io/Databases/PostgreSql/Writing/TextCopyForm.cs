using System.Buffers;
using System.Collections.Immutable;
using Levada.Databases.PostgreSql.Values;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>COPY's text form: fields parted by tabs, rows by line feeds, with backslashes before what would mean something else.</summary>
/// <remarks>Source: PostgreSQL manual, COPY, "Text Format".</remarks>
internal sealed class TextCopyForm(string sql, ImmutableArray<uint> typeIds) : CopyForm(sql)
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\t\n\r"u8);

    private readonly ArrayBufferWriter<byte> _value = new();

    public override bool IsBinary => false;

    public override void Append(RowBatch batch, int row, ArrayBufferWriter<byte> target)
    {
        for (var ordinal = 0; ordinal < batch.Columns.Length; ordinal++)
        {
            if (ordinal > 0)
                target.Write("\t"u8);
            var column = batch.Columns[ordinal];
            if (column.IsNull(row))
                target.Write("\\N"u8);
            else
                AppendValue(column, row, typeIds[ordinal], target);
        }
        target.Write("\n"u8);
    }

    private void AppendValue(ColumnVector column, int row, uint typeId, ArrayBufferWriter<byte> target)
    {
        if (column.Kind == ColumnKind.Text && !column.TryGetUntyped(row, out _))
        {
            AppendEscaped(column.GetBytes(row), target);
            return;
        }
        _value.ResetWrittenCount();
        ValueText.Append(column, row, typeId, _value);
        AppendEscaped(_value.WrittenSpan, target);
    }

    private static void AppendEscaped(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> target)
    {
        while (value.IndexOfAny(Special) is var index and >= 0)
        {
            target.Write(value[..index]);
            target.Write(value[index] switch
            {
                (byte)'\t' => "\\t"u8,
                (byte)'\n' => "\\n"u8,
                (byte)'\r' => "\\r"u8,
                _ => "\\\\"u8,
            });
            value = value[(index + 1)..];
        }
        target.Write(value);
    }
}
