using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Rows that are sent together, and can be sent again in smaller groups to find the one that is refused.</summary>
internal abstract class RowChunk : IDisposable
{
    public int Count { get; protected set; }

    /// <summary>Whether it must be sent before another row is added.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Whether rows of the batch can join those that are here.</summary>
    public virtual bool Accepts(RowBatch batch) => true;

    /// <summary>Copies a row out of a batch that it accepts. Throws a <see cref="Transfer.TransferException"/> for a value that cannot be sent.</summary>
    public abstract void Add(RowBatch batch, int row);

    /// <summary>Runs the preceding statements, then sends some of the rows as one statement: all of them enter or none.</summary>
    public abstract void Send(int first, int count, string[] preceding, CancellationToken cancellationToken);

    /// <summary>Forgets the rows.</summary>
    public abstract void Clear();

    public virtual void Dispose()
    {
    }
}
