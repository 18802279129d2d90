using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.Transfer.Text;

namespace Levada.TransferEngine.Merge;

/// <summary>Joins two data sets of one shape by a key: the newer row wins, rows come out in the order of the key's text.</summary>
/// <param name="target">Takes one part with all rows; the caller commits it.</param>
/// <param name="schema">The columns of both data sets.</param>
/// <param name="keyOrdinal">The merge key's.</param>
internal sealed class Merger(IImportTarget target, RowSchema schema, int keyOrdinal, ITransferLog log)
{
    private const int RunByteCountMax = 48 << 20;

    private readonly RowBatch _batch = new(schema);

    /// <summary>Reads the data sets, the oldest first, and writes the merged one.</summary>
    public (long RowCount, long ByteCount) Run(IEnumerable<IExportSource> oldestFirst, CancellationToken cancellationToken)
    {
        using var sorter = new RowSorter(target.OpenScratch, RunByteCountMax);
        foreach (var source in oldestFirst)
        {
            foreach (var slice in source.Slice(1))
                Add(sorter, source, slice, cancellationToken);
        }

        return Write(sorter, cancellationToken);
    }

    private void Add(RowSorter sorter, IExportSource source, ExportSlice slice, CancellationToken cancellationToken)
    {
        var key = new ColumnText(schema[keyOrdinal]);
        using var rows = source.Open(slice, schema, cancellationToken);
        while (rows.Read(_batch, cancellationToken))
        {
            for (var row = 0; row < _batch.RowCount; row++)
            {
                if (_batch.Columns[keyOrdinal].IsNull(row))
                    throw new TransferException($"Cannot join values on null key. Did you specify a key column that exists? ({schema[keyOrdinal].Name}, {_batch.SourceName} {_batch.PositionOf(row)})");
                sorter.Add(key.Of(_batch.Columns[keyOrdinal], row), _batch, row);
            }
        }
    }

    private (long RowCount, long ByteCount) Write(RowSorter sorter, CancellationToken cancellationToken)
    {
        var rowCount = 0L;
        using var file = target.OpenPart(0, cancellationToken);
        _batch.Clear();
        foreach (var row in sorter.Rows())
        {
            var bytes = row.Span;
            RowCodec.Read(ref bytes, _batch);
            rowCount++;
            if (_batch.IsFull)
                Flush(file, cancellationToken);
        }

        Flush(file, cancellationToken);
        file.Complete(cancellationToken);
        return (rowCount, file.ByteCount);
    }

    private void Flush(IPartWriter file, CancellationToken cancellationToken)
    {
        file.Write(_batch, cancellationToken);
        log.Progress(_batch.RowCount, 0);
        _batch.Clear();
    }
}
