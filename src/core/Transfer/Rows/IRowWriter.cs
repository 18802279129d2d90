namespace Levada.Transfer.Rows;

/// <summary>A receiver of rows: a part file, a table. Used by one thread at a time, and blocks it.</summary>
/// <remarks>Disposing it without <see cref="Complete"/> abandons what was not committed.</remarks>
public interface IRowWriter : IDisposable
{
    /// <summary>Takes all rows of the batch; the caller may reuse the batch afterwards.</summary>
    void Write(RowBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes what is still held back and makes it last: the file is whole and flushed, the rows are committed.</summary>
    void Complete(CancellationToken cancellationToken);
}
