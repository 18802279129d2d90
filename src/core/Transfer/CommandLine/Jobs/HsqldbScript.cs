using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>Reads the saved jobs out of an HSQLDB metastore: the statements of its <c>.script</c> file, then those of its <c>.log</c>.</summary>
/// <remarks>
/// HSQLDB keeps the rows of a memory table as one INSERT on a line, characters outside ASCII as a backslash, u and four hexadecimal digits; what changed since the last
/// checkpoint stands in the log, with DELETEs that name all columns of a row. Statements of other tables are passed over.
/// </remarks>
public sealed class HsqldbScript
{
    private const string RootTable = "SQOOP_ROOT";
    private const string TablePrefix = "SQOOP_";
    private const string DefaultJobTable = "SQOOP_SESSIONS";

    private static readonly string[] JobTableKeys = ["sqoop.job.info.table", "sqoop.hsqldb.job.info.table"];
    private static readonly ImmutableArray<string> JobColumns = ["JOB_NAME", "PROPNAME", "PROPVAL", "PROPCLASS"];
    private static readonly ImmutableArray<string> RootColumns = ["VERSION", "PROPNAME", "PROPVAL"];

    private readonly SortedDictionary<string, List<ImmutableArray<string?>>> _tables = new(StringComparer.Ordinal);

    private readonly List<Action> _pending = [];

    /// <summary>Takes one line of a script or log.</summary>
    public void Apply(string line)
    {
        var statement = new HsqldbStatement(line);
        if (statement.TakeWords("INSERT", "INTO")) Insert(statement);
        else if (statement.TakeWords("DELETE", "FROM")) Delete(statement);
        else if (statement.TakeWords("ROLLBACK")) _pending.Clear();
        // Changes stand until they are taken back, also those of a session that has no transactions.
        else Settle();
    }

    /// <summary>The rows of each job, by its name in ordinal order.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<JobRow>> Jobs()
    {
        Settle();
        var jobs = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<JobRow>>(StringComparer.Ordinal);
        foreach (var row in RowsOf(JobTable()))
            if (row is [{ } job, { } name, { } value, { } ofClass])
                jobs[job] = jobs.GetValueOrDefault(job, []).Add(new JobRow(name, value, ofClass));
        return jobs.ToImmutable();
    }

    private static bool IsKept(string table) => table.StartsWith(TablePrefix, StringComparison.Ordinal);

    private string JobTable() => RowsOf(RootTable)
        .Where(static row => row.Length == RootColumns.Length && Array.IndexOf(JobTableKeys, row[1]) >= 0)
        .Select(static row => row[^1])
        .LastOrDefault(static table => table is not null)?.ToUpperInvariant() ?? DefaultJobTable;

    private List<ImmutableArray<string?>> RowsOf(string table)
    {
        if (!_tables.TryGetValue(table, out var rows)) _tables[table] = rows = [];
        return rows;
    }

    private void Settle()
    {
        foreach (var change in _pending) change();
        _pending.Clear();
    }

    private void Insert(HsqldbStatement statement)
    {
        if (statement.TakeTable() is not { } table || !IsKept(table) || !statement.TakeWords("VALUES")) return;
        var row = statement.TakeValues();
        _pending.Add(() => RowsOf(table).Add(row));
    }

    private void Delete(HsqldbStatement statement)
    {
        if (statement.TakeTable() is not { } table || !IsKept(table)) return;
        var columns = table == RootTable ? RootColumns : JobColumns;
        var conditions = statement.TakeConditions();
        _pending.Add(() => RowsOf(table).RemoveAll(row => conditions.All(condition =>
            columns.IndexOf(condition.Key) is var ordinal and >= 0 && ordinal < row.Length && row[ordinal] == condition.Value)));
    }
}
