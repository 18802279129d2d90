namespace Levada.Transfer.Rows;

/// <summary>A stream of rows from a database or a file. Used by one thread at a time, and blocks it.</summary>
public interface IRowReader : IDisposable
{
    RowSchema Schema { get; }

    /// <summary>Clears the batch and fills it until it is full or the rows end.</summary>
    /// <returns>False when no row was left; the batch is empty then.</returns>
    bool Read(RowBatch batch, CancellationToken cancellationToken);
}
