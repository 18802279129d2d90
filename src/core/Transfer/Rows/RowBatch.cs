using System.Collections.Immutable;

namespace Levada.Transfer.Rows;

/// <summary>Some rows, column by column: what flows from a reader to a writer.</summary>
/// <remarks>Bounded by rows and by bytes; a single row may be larger than the bound. One owner at a time.</remarks>
public sealed class RowBatch
{
    /// <summary>Rows after which a batch is full.</summary>
    public const int RowCountMax = 4096;

    /// <summary>Bytes of values after which a batch is full.</summary>
    public const long ByteCountMax = 1 << 20;

    private long[] _positions = [];

    public RowBatch(RowSchema schema)
        : this(schema, [.. schema.Columns.Select(column => new ColumnVector(column.Kind))])
    {
    }

    /// <summary>A batch over vectors that exist: a view of another batch's columns, or of some of them.</summary>
    public RowBatch(RowSchema schema, ImmutableArray<ColumnVector> columns)
    {
        Schema = schema;
        Columns = columns;
    }

    public RowSchema Schema { get; }

    public ImmutableArray<ColumnVector> Columns { get; }

    public int RowCount => Columns.IsEmpty ? 0 : Columns[^1].Count;

    public long ByteCount
    {
        get
        {
            var bytes = 0L;
            foreach (var column in Columns)
                bytes += column.ByteCount;
            return bytes;
        }
    }

    public bool IsFull => RowCount >= RowCountMax || ByteCount >= ByteCountMax;

    /// <summary>The file that the rows were read from; null for rows of a database.</summary>
    public string? SourceName { get; set; }

    /// <summary>Of rows from a file: the line (text, from 1) or record number (other formats, from 0) of a row.</summary>
    public long PositionOf(int row) => row < _positions.Length ? _positions[row] : -1;

    public void SetPosition(int row, long position)
    {
        if (_positions.Length <= row)
            Array.Resize(ref _positions, Math.Max(row + 1, RowCountMax));
        _positions[row] = position;
    }

    /// <summary>Forgets the rows from the given one on.</summary>
    public void Truncate(int rowCount)
    {
        foreach (var column in Columns)
            column.Truncate(rowCount);
    }

    public void Clear()
    {
        foreach (var column in Columns)
            column.Clear();
        SourceName = null;
    }
}
