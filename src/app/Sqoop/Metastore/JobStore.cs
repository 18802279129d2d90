using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Rows;

namespace Levada.Sqoop.Metastore;

/// <summary>Saved jobs in a database, in the two tables of Apache Sqoop's metastore.</summary>
/// <remarks>Every change is one transaction: a reader sees a job whole or not at all. One thread at a time.</remarks>
internal sealed class JobStore : IDisposable
{
    private const int NameLengthMax = 64;
    private const int NoVersion = -1;
    private const int Version = 0;
    private static readonly string[] VersionKeys = ["sqoop.job.storage.version", "sqoop.hsqldb.job.storage.version"];
    private static readonly string[] TableKeys = ["sqoop.job.info.table", "sqoop.hsqldb.job.info.table"];

    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(100);

    private readonly IDatabase _database;
    private readonly IDatabaseSession _session;
    private readonly CancellationToken _cancellationToken;
    private readonly string? _filePath;
    private readonly MetastoreSql _sql;
    private readonly string _table;

    /// <summary>Opens a metastore and makes its tables where they are missing.</summary>
    /// <exception cref="TransferException">It cannot be reached, or another version wrote it.</exception>
    public JobStore(MetastoreLocation location, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _filePath = location.FilePath;
        if (_filePath is not null) MetastoreFile.Ensure(_filePath);
        _database = DatabaseFactory.Open(location.Request);
        _sql = new MetastoreSql(_database.Dialect);
        _session = _database.OpenSession(cancellationToken);
        _table = FindTable();
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    /// <summary>The names of all jobs, sorted.</summary>
    public ImmutableArray<string> List() =>
        [.. Query(_sql.SelectJobs(_table)).Select(static row => row[0]!).Order(StringComparer.Ordinal)];

    /// <summary>A job; null: there is none of that name.</summary>
    public SavedJob? Read(string name)
    {
        var rows = Rows(name);
        return rows.IsEmpty ? null : JobRows.Read(rows);
    }

    /// <exception cref="TransferException">A job of that name exists, or the name is too long.</exception>
    public void Create(string name, SavedJob job)
    {
        if (name.Length is 0 or > NameLengthMax) throw new TransferException($"The name of a job has 1 to {NameLengthMax} characters.");
        if (!Rows(name).IsEmpty) throw Exists(name, null);
        try
        {
            _session.ExecuteTransaction([.. JobRows.Of(job).Select(row => _sql.InsertProperty(_table, name, row.Name, row.Value, row.Class))], _cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && !Rows(name).IsEmpty)
        {
            // Somebody else was quicker: the tables hold a name once.
            throw Exists(name, e);
        }
    }

    /// <summary>Changes one option of a job, over a new connection when the server has closed this one during a long run.</summary>
    public void Update(string name, string key, string value)
    {
        ImmutableArray<string> statements =
        [
            _sql.DeleteProperty(_table, name, key, JobRows.OptionsClass),
            _sql.InsertProperty(_table, name, key, value, JobRows.OptionsClass),
        ];
        try
        {
            _session.ExecuteTransaction(statements, _cancellationToken);
        }
        catch (Exception e) when (e is TransferException or DbException or IOException)
        {
            using var session = _database.OpenSession(_cancellationToken);
            session.ExecuteTransaction(statements, _cancellationToken);
        }
    }

    /// <returns>False when there was no such job.</returns>
    public bool Delete(string name)
    {
        if (Rows(name).IsEmpty) return false;
        _session.Execute(_sql.DeleteJob(_table, name), _cancellationToken);
        return true;
    }

    /// <summary>Keeps others from running a job until the result is disposed, or this program ends in whatever way.</summary>
    /// <param name="holder">Who runs it, for those who come second.</param>
    /// <param name="patience">How long to wait for another run: one that was killed may take the server a moment to notice.</param>
    /// <exception cref="TransferException">Somebody runs it still.</exception>
    public IDisposable Lock(string name, string holder, TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; ; waited += LockInterval)
        {
            if (TryLock(name) is { } unlock) return new JobHold(_session, _sql, _table, name, holder, unlock);
            if (waited >= patience) break;
            _cancellationToken.WaitHandle.WaitOne(LockInterval);
            _cancellationToken.ThrowIfCancellationRequested();
        }

        var other = Rows(name).FirstOrDefault(static row => row.Class == JobHold.Class).Value ?? "somebody else";
        throw new TransferException($"The job {name} is being run by {other}.");
    }

    private Action? TryLock(string name)
    {
        if (_filePath is not null) return MetastoreFile.TryLock(_filePath, name) is { } file ? file.Dispose : null;
        if (Query(_sql.TryLock(_table, name)) is not [["1"]]) return null;
        return () => _session.Execute(_sql.Unlock(_table, name), CancellationToken.None);
    }

    private static TransferException Exists(string name, Exception? reason) =>
        reason is null ? new($"Job {name} already exists") : new($"Job {name} already exists", reason);

    private ImmutableArray<JobRow> Rows(string name) =>
        [.. Query(_sql.SelectJob(_table, name)).Where(static row => row[1] is not null).Select(static row => new JobRow(row[0]!, row[1]!, row[2]!))];

    private string FindTable()
    {
        var tables = _session.ListTables(null, _cancellationToken);
        if (!tables.Contains(MetastoreSql.RootTable)) _session.Execute(_sql.CreateRootTable(), _cancellationToken);
        var root = Query(_sql.SelectRoot());
        if (Value(root, VersionKeys) is not { } version) InsertRoot(NoVersion, VersionKeys[0], "0");
        else if (version != "0") throw new TransferException($"Invalid metadata version: {version}. The highest version supported is 0.");
        if (Value(root, TableKeys) is { } table && tables.Contains(table)) return table;
        _session.Execute(_sql.CreateJobTable(MetastoreSql.DefaultJobTable), _cancellationToken);
        if (Value(root, TableKeys) is null) InsertRoot(Version, TableKeys[0], MetastoreSql.DefaultJobTable);
        return MetastoreSql.DefaultJobTable;
    }

    // Two programs may set up a metastore at once: what the second finds done is as good as its own.
    private void InsertRoot(int version, string name, string value)
    {
        try
        {
            _session.Execute(_sql.InsertRoot(version, name, value), _cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && Value(Query(_sql.SelectRoot()), [name]) == value)
        {
        }
    }

    private static string? Value(IEnumerable<string?[]> root, string[] names) =>
        names.Select(name => root.FirstOrDefault(row => row[0] == name)?[1]).FirstOrDefault(static value => value is not null);

    private List<string?[]> Query(string sql)
    {
        var rows = new List<string?[]>();
        using var reader = _session.Read(new ReadRequest(sql), _cancellationToken);
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, _cancellationToken))
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add([.. batch.Columns.Select(column => TextOf(column, row))]);
        return rows;
    }

    private static string? TextOf(ColumnVector column, int row)
    {
        if (column.IsNull(row)) return null;
        return column.TryGetUntyped(row, out var text) ? text : Encoding.UTF8.GetString(column.GetBytes(row));
    }
}
