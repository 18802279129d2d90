using System.Buffers;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Writing;

/// <summary>Rows as LOAD DATA reads them by default: tabs between fields, newlines behind rows, backslash before what is neither, <c>\N</c> for NULL.</summary>
internal sealed class LoadLines
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\0\t\n\\"u8);

    private byte[] _bytes = new byte[64 << 10];
    private int _length;

    /// <summary>The lines so far. Valid until the next change.</summary>
    public ArraySegment<byte> Written => new(_bytes, 0, _length);

    public void Clear() => _length = 0;

    public void Append(RowBatch batch, int row)
    {
        for (var i = 0; i < batch.Columns.Length; i++)
        {
            if (i > 0)
                Put((byte)'\t');
            AppendField(batch.Columns[i], row);
        }
        Put((byte)'\n');
    }

    private void AppendField(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            AppendRaw("\\N"u8);
        else if (column.TryGetUntyped(row, out var text))
            AppendText(Encoding.UTF8.GetBytes(text));
        else if (column.Kind == ColumnKind.Text)
            AppendText(column.GetBytes(row));
        else if (column.Kind == ColumnKind.Bytes)
            AppendHex(column.GetBytes(row));
        else
            _length += PlainValues.Format(column, row, Room(PlainValues.LengthMax));
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Special) is var at and >= 0)
        {
            AppendRaw(text[..at]);
            Put((byte)'\\');
            // A NUL would end the field; all others mean themselves behind a backslash.
            Put(text[at] == 0 ? (byte)'0' : text[at]);
            text = text[(at + 1)..];
        }
        AppendRaw(text);
    }

    private void AppendHex(ReadOnlySpan<byte> value)
    {
        Convert.TryToHexString(value, Room(value.Length * 2), out var length);
        _length += length;
    }

    private void AppendRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private void Put(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private Span<byte> Room(int byteCount)
    {
        var needed = checked(_length + byteCount);
        if (_bytes.Length < needed)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
        return _bytes.AsSpan(_length);
    }
}
