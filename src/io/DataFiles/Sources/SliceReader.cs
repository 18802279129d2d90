using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>Reads the ranges of a slice one after another, each opened when the one before it has ended.</summary>
internal sealed class SliceReader(ExportSlice slice, RowSchema wanted, Func<FileRange, IRowReader> open) : IRowReader
{
    private IRowReader? _current;
    private int _next;

    public RowSchema Schema => wanted;

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        while (_current is not null || _next < slice.Ranges.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _current ??= open(slice.Ranges[_next++]);
            if (_current.Read(batch, cancellationToken))
                return true;
            _current.Dispose();
            _current = null;
        }

        batch.Clear();
        return false;
    }

    public void Dispose()
    {
        _current?.Dispose();
        _current = null;
        _next = slice.Ranges.Length;
    }
}
