using System.Data.Common;
using Levada.Databases;
using Levada.Transfer;

namespace Levada.Sqoop.Metastore;

/// <summary>The lock of a job while it runs, and the note in the metastore of who runs it.</summary>
/// <remarks>The lock itself is the database's or the file system's and ends with this program; the note only names the holder.</remarks>
internal sealed class JobHold : IDisposable
{
    public const string Class = "lock";
    private const string Name = "holder";

    private readonly IDatabaseSession _session;
    private readonly IDisposable? _fileLock;
    private readonly string _delete;

    public JobHold(IDatabaseSession session, MetastoreSql sql, string table, string job, string holder, IDisposable? fileLock)
    {
        _session = session;
        _fileLock = fileLock;
        _delete = sql.DeleteProperty(table, job, Name, Class);
        session.ExecuteTransaction([_delete, sql.InsertProperty(table, job, Name, holder, Class)], CancellationToken.None);
    }

    public void Dispose()
    {
        try
        {
            // A run that was interrupted takes its note away as well.
            _session.Execute(_delete, CancellationToken.None);
        }
        catch (Exception e) when (e is TransferException or DbException or IOException)
        {
            // The connection is gone, and the lock with it: the note misleads nobody who can take the lock.
        }
        finally
        {
            _fileLock?.Dispose();
        }
    }
}
