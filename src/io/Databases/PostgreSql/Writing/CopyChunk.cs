using System.Buffers;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Rows as a COPY takes them, kept until the server has accepted them.</summary>
/// <param name="link">The connection.</param>
/// <param name="binary">The binary form; null where some column's type has none here.</param>
/// <param name="text">The text form, which every type reads.</param>
/// <param name="merge">Where the COPY fills a temporary table: how that is emptied, and what moves its rows to the target.</param>
internal sealed class CopyChunk(PostgreSqlLink link, CopyForm? binary, CopyForm text, CopyMerge? merge = null) : RowChunk
{
    private const int FullBytes = 4 << 20;
    private const int KeptBytesMax = 16 << 20;

    private readonly List<int> _ends = [];
    private ArrayBufferWriter<byte> _buffer = new(FullBytes);
    private CopyForm _form = binary ?? text;

    public override bool IsFull => _buffer.WrittenCount >= FullBytes;

    public override bool Accepts(RowBatch batch) => FormFor(batch) == _form;

    public override void Add(RowBatch batch, int row)
    {
        if (Count == 0)
            _form = FormFor(batch);
        _form.Append(batch, row, _buffer);
        _ends.Add(_buffer.WrittenCount);
        Count++;
    }

    public override void Send(int first, int count, string[] preceding, CancellationToken cancellationToken)
    {
        link.Execute(string.Join("; ", merge is null ? preceding : [.. preceding, merge.Empty]), cancellationToken);
        var start = first == 0 ? 0 : _ends[first - 1];
        var rows = _buffer.WrittenMemory[start.._ends[first + count - 1]];
        link.CopyInput(_form.Sql, _form.IsBinary, [_form.Header, rows, _form.Trailer], cancellationToken);
        if (merge is not null)
            link.Execute(merge.Move, cancellationToken);
    }

    public override void Clear()
    {
        Count = 0;
        _ends.Clear();
        _buffer.ResetWrittenCount();
        // A single large row made it grow.
        if (_buffer.Capacity > KeptBytesMax)
            _buffer = new(FullBytes);
    }

    // A value that the column's kind cannot hold is there as text, which only the text form can send.
    private CopyForm FormFor(RowBatch batch)
    {
        if (binary is null)
            return text;
        foreach (var column in batch.Columns)
            if (column.HasUntyped)
                return text;
        return binary;
    }
}
