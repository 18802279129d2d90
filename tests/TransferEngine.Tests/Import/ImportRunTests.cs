using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class ImportRunTests
{
    private readonly RecordingLog _log = new();

    [Fact]
    public void Parts_hold_the_rows_of_their_splits_in_key_order()
    {
        using var file = Table(100);
        var target = Run(file, Options(4));
        Assert.Equal([0, 1, 2, 3], target.Parts.Keys);
        Assert.Equal(Enumerable.Range(26, 25).Select(id => $"{id},v{id}"), target.Parts[1]);
        Assert.Equal(100, _log.RowCount);
    }

    [Fact]
    public void A_table_with_nearly_all_rows_in_one_split_is_read_by_every_task_and_written_the_same()
    {
        using var file = Table(400_000, "INSERT INTO t VALUES (1000000000, 'far')");
        var target = Run(file, Options(4));
        Assert.Equal(4, target.Parts.Count);
        Assert.Equal(Enumerable.Range(1, 400_000).Select(id => $"{id},v{id}"), target.Parts[0]);
        Assert.Equal(["1000000000,far"], target.Parts[3]);
        Assert.Equal(400_001, _log.RowCount);
    }

    [Fact]
    public void Asked_for_files_of_chunks_each_split_becomes_several_files_in_key_order()
    {
        using var file = Table(100);
        var target = Run(file, Options(2) with { Import = new ImportOptions { TargetDir = "d", IsChunkPerFile = true } });
        Assert.Equal(16, target.Parts.Count);
        Assert.Equal(Enumerable.Range(1, 100).Select(id => $"{id},v{id}"), target.Parts.Values.SelectMany(lines => lines));
    }

    [Fact]
    public void A_split_by_the_first_column_of_a_key_is_cut_for_idle_tasks_and_written_the_same()
    {
        using var file = new SqliteFile(
            "CREATE TABLE t (p INTEGER NOT NULL, q INTEGER NOT NULL, PRIMARY KEY (p, q)) WITHOUT ROWID",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO t SELECT i / 2, i FROM n",
            "INSERT INTO t VALUES (400000, 0)");
        var target = Run(file, Options(4));
        Assert.Equal(4, target.Parts.Count);
        Assert.Equal(Enumerable.Range(1, 199_999).Select(i => $"{i / 2},{i}"), target.Parts[0]);
        Assert.Equal(["100000,200000"], target.Parts[1]);
        Assert.Equal(["400000,0"], target.Parts[3]);
        Assert.Equal(200_001, _log.RowCount);
        Assert.Contains(_log.Lines, line => line.Contains(" stretches", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_without_a_split_value_have_a_file_of_their_own()
    {
        using var file = new SqliteFile("CREATE TABLE t (k INT, v TEXT)", "INSERT INTO t VALUES (1,'a'),(2,'b'),(NULL,'c'),(4,'d')");
        var target = Run(file, Options(2) with { Import = new ImportOptions { TargetDir = "d", SplitBy = "k" } });
        Assert.Equal(["null,c"], target.Parts[2]);
        Assert.Equal(4, _log.RowCount);
    }

    [Fact]
    public void Values_that_hold_a_delimiter_unprotected_are_counted_in_one_warning()
    {
        using var file = new SqliteFile("CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT)", "INSERT INTO t VALUES (1,'a,b'),(2,'c'),(3,'d' || char(10)),(40,'e,')");
        var warning = "WARN 3 values contained the field or record delimiter unprotected, so that their records cannot be told apart; see --enclosed-by and --escaped-by.";
        Run(file, Options(2));
        Assert.Equal(warning, Assert.Single(_log.Lines, line => line.StartsWith("WARN", StringComparison.Ordinal)));
        Run(file, Options(2) with { Text = new TextOptions { Output = DelimiterSet.Default with { Escape = '\\' } } });
        Assert.Single(_log.Lines, warning);
    }

    [Fact]
    public void A_free_query_may_be_split_by_a_column_that_it_does_not_show()
    {
        using var file = Table(100);
        var import = new ImportOptions { TargetDir = "d", SplitBy = "id", BoundaryQuery = "SELECT 1, 100" };
        var target = Run(file, new(ToolName.Import) { Query = "SELECT v FROM t WHERE $CONDITIONS", MapperCount = 2, Import = import });
        Assert.Equal(Enumerable.Range(1, 100).Select(id => $"v{id}"), target.Parts.Values.SelectMany(lines => lines));
    }

    [Fact]
    public void Without_a_key_several_tasks_are_refused()
    {
        using var file = new SqliteFile("CREATE TABLE t (k INT, v TEXT)");
        var refusal = Assert.Throws<TransferException>(() => Run(file, Options(4)));
        Assert.Contains("No primary key could be found for table t", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incremental_import_reads_what_is_beyond_the_last_value_and_names_the_next()
    {
        using var file = Table(20);
        var options = Options(1) with
        {
            Import = new ImportOptions { TargetDir = "d", Incremental = IncrementalMode.Append, CheckColumn = "id", LastValue = "17" },
        };
        var result = Run(file, options, out var target);
        Assert.Equal(["18,v18", "19,v19", "20,v20"], target.Parts[0]);
        Assert.Equal("20", result.NextLastValue);
    }

    [Fact]
    public void An_interrupted_import_goes_on_behind_the_last_key_that_was_noted()
    {
        using var file = Table(100);
        var first = Run(file, Options(4));
        var note = ResumeNote.Parse(first.SavedNote!)!;
        var interrupted = note with { Parts = [new ResumePart(0, 10, 25, null), new ResumePart(1, 5, 5, "31")] };
        var options = Options(4) with { Import = new ImportOptions { TargetDir = "d", IsResumed = true } };
        var result = Run(file, options, out var target, interrupted.ToJson());
        Assert.Equal([1, 2, 3], target.Parts.Keys);
        Assert.Equal(Enumerable.Range(31, 20).Select(id => $"{id},v{id}"), target.Parts[1]);
        Assert.Equal(100, result.RowCount);
    }

    private MemoryTarget Run(SqliteFile file, TransferOptions options)
    {
        Run(file, options, out var target);
        return target;
    }

    private TransferResult Run(SqliteFile file, TransferOptions options, out MemoryTarget target, string? resumeNote = null)
    {
        var dataSets = new MemoryDataSets(resumeNote);
        var result = new ImportRun(file.Database, options, dataSets, _log, TimeProvider.System).Run(TestContext.Current.CancellationToken);
        target = Assert.Single(dataSets.Targets);
        Assert.True(target.IsCommitted);
        return result;
    }

    private static SqliteFile Table(int rowCount, params string[] more) => new(
        ["CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, v TEXT)", 
        $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rowCount}) INSERT INTO t SELECT i, 'v' || i FROM n", .. more]);

    private static TransferOptions Options(int taskCount) => new(ToolName.Import)
    {
        Table = "t",
        MapperCount = taskCount,
        Import = new ImportOptions { TargetDir = "d" },
    };
}
