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
    private readonly string _delete;
    private readonly Action _unlock;

    /// <param name="unlock">Gives the lock back.</param>
    public JobHold(IDatabaseSession session, MetastoreSql sql, string table, string job, string holder, Action unlock)
    {
        _session = session;
        _unlock = unlock;
        _delete = sql.DeleteProperty(table, job, Name, Class);
        session.ExecuteTransaction([_delete, sql.InsertProperty(table, job, Name, holder, Class)], CancellationToken.None);
    }

    public void Dispose()
    {
        // A run that was interrupted takes its note away as well.
        Quietly(() => _session.Execute(_delete, CancellationToken.None));
        Quietly(_unlock);
    }

    // Where the connection is gone the lock went with it, and the note misleads nobody who can take the lock.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is TransferException or DbException or IOException)
        {
        }
    }
}
