using Levada.Transfer.Sql;

namespace Levada.Databases;

/// <summary>A database that a URL names: opens sessions, one for each task.</summary>
/// <remarks>Safe for several threads at once. Failures that the user can mend are <see cref="Transfer.TransferException"/>s without secrets.</remarks>
public interface IDatabase : IDisposable
{
    Dialect Dialect { get; }

    /// <summary>Opens a connection without a transaction: for metadata, bounds, eval, commits of a staging table.</summary>
    IDatabaseSession OpenSession(CancellationToken cancellationToken);

    /// <summary>Opens sessions that all see one state of the table or query, where the database and the account can.</summary>
    /// <remarks>Never blocks writers for longer than the start of the snapshot. Disposing it ends the snapshot and closes the sessions.</remarks>
    IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken);
}
