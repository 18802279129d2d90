using System.Buffers.Binary;
using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Reading;

/// <summary>Cuts rows of the text or binary protocol into cells. Source: MySQL client/server protocol, "Text Resultset Row", "Binary Protocol Resultset Row".</summary>
internal sealed class RowDecoder(CellDecoder[] cells, bool isBinary)
{
    private const byte NullCell = 0xFB;
    private const int BitmapOffset = 1;
    // The first two bits of the bitmap stand for nothing.
    private const int BitmapShift = 2;

    public void Append(ReadOnlySpan<byte> row, RowBatch batch)
    {
        if (isBinary)
            AppendBinary(row, batch);
        else
            AppendText(row, batch);
    }

    /// <summary>Takes one cell of the text protocol off the row; false for NULL.</summary>
    public static bool TakeText(ref ReadOnlySpan<byte> row, out ReadOnlySpan<byte> cell)
    {
        if (row[0] == NullCell)
        {
            row = row[1..];
            cell = default;
            return false;
        }
        var length = TakeLength(ref row);
        cell = row[..length];
        row = row[length..];
        return true;
    }

    private void AppendText(ReadOnlySpan<byte> row, RowBatch batch)
    {
        for (var i = 0; i < cells.Length; i++)
            if (TakeText(ref row, out var cell))
                cells[i].Append(cell, batch.Columns[i]);
            else
                batch.Columns[i].AppendNull();
    }

    private void AppendBinary(ReadOnlySpan<byte> row, RowBatch batch)
    {
        var nulls = row[BitmapOffset..];
        var rest = row[(BitmapOffset + ((cells.Length + BitmapShift + 7) / 8))..];
        for (var i = 0; i < cells.Length; i++)
        {
            var bit = i + BitmapShift;
            if ((nulls[bit >> 3] & (1 << (bit & 7))) != 0)
            {
                batch.Columns[i].AppendNull();
                continue;
            }
            var length = LengthOf(cells[i].BinaryWidth, ref rest);
            cells[i].Append(rest[..length], batch.Columns[i]);
            rest = rest[length..];
        }
    }

    private static int LengthOf(int width, ref ReadOnlySpan<byte> rest)
    {
        if (width >= 0)
            return width;
        if (width == CellDecoder.LengthEncoded)
            return TakeLength(ref rest);
        var length = rest[0];
        rest = rest[1..];
        return length;
    }

    private static int TakeLength(ref ReadOnlySpan<byte> row)
    {
        var (length, width) = row[0] switch
        {
            0xFC => (BinaryPrimitives.ReadUInt16LittleEndian(row[1..]), 3),
            0xFD => (BinaryPrimitives.ReadUInt16LittleEndian(row[1..]) | (row[3] << 16), 4),
            0xFE => (checked((int)BinaryPrimitives.ReadUInt64LittleEndian(row[1..])), 9),
            var small => (small, 1),
        };
        row = row[width..];
        return length;
    }
}
