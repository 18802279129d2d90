using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>Reads the saved jobs out of an HSQLDB metastore: the statements of its <c>.script</c> file, then those of its <c>.log</c>.</summary>
/// <remarks>
/// HSQLDB keeps the rows of a memory table as one INSERT on a line, characters outside ASCII as <c>\uXXXX</c>; what changed since the last
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

    /// <summary>Takes one line of a script or log.</summary>
    public void Apply(string line)
    {
        var statement = new HsqldbStatement(line);
        if (statement.TakeWords("INSERT", "INTO") && statement.TakeTable() is { } into && IsKept(into) && statement.TakeWords("VALUES"))
            RowsOf(into).Add(statement.TakeValues());
        else if (statement.TakeWords("DELETE", "FROM") && statement.TakeTable() is { } from && IsKept(from))
            Delete(from, statement);
    }

    /// <summary>The rows of each job, by its name in ordinal order.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<JobRow>> Jobs()
    {
        var jobs = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<JobRow>>(StringComparer.Ordinal);
        foreach (var row in RowsOf(JobTable()))
            if (row is [{ } job, { } name, { } value, { } ofClass])
                jobs[job] = jobs.GetValueOrDefault(job, []).Add(new JobRow(name, value, ofClass));
        return jobs.ToImmutable();
    }

    private static bool IsKept(string table) => table.StartsWith(TablePrefix, StringComparison.Ordinal);

    private string JobTable() =>
        RowsOf(RootTable).LastOrDefault(row => row.Length == 3 && Array.IndexOf(JobTableKeys, row[1]) >= 0) is [_, _, { } table]
            ? table.ToUpperInvariant()
            : DefaultJobTable;

    private List<ImmutableArray<string?>> RowsOf(string table)
    {
        if (!_tables.TryGetValue(table, out var rows)) _tables[table] = rows = [];
        return rows;
    }

    private void Delete(string table, HsqldbStatement statement)
    {
        var columns = table == RootTable ? RootColumns : JobColumns;
        var conditions = statement.TakeConditions();
        RowsOf(table).RemoveAll(row => conditions.All(condition =>
            columns.IndexOf(condition.Key) is var ordinal and >= 0 && ordinal < row.Length && row[ordinal] == condition.Value));
    }
}
