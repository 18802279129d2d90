using Levada.Databases;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class SkewTests(SkewedTables tables) : IClassFixture<SkewedTables>
{
    private const int TaskCount = 4;

    private static readonly string[] Products = ["MariaDB", "PostgreSQL", "SQLite"];
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly RecordingLog _log = new();

    public static TheoryData<string, string> Columns =>
        [.. Products.SelectMany(product => new[] { "n", "s", "x", "f", "d" }, (product, column) => (product, column))];

    public static TheoryData<string> AllProducts => [.. Products];

    [Theory]
    [MemberData(nameof(Columns))]
    public void With_nearly_all_rows_in_one_range_no_task_reads_much_more_than_its_share(string product, string column) =>
        SharesEvenly(product, Options(column) with { Table = "t", Columns = ["id", column] });

    [Theory]
    [MemberData(nameof(AllProducts))]
    public void A_free_query_is_shared_like_a_table(string product) =>
        SharesEvenly(product, Options("u.n") with { Query = "SELECT u.id, u.n FROM t u WHERE u.id > 0 AND $CONDITIONS" });

    [Theory]
    [MemberData(nameof(Columns))]
    public void Files_hold_their_splits_and_every_row_once(string product, string column) =>
        HoldsAll(product, Options(column) with { Table = "t", Columns = ["id", column] });

    [Theory]
    [MemberData(nameof(AllProducts))]
    public void Files_of_a_free_query_hold_every_row_once(string product) =>
        HoldsAll(product, Options("u.n") with { Query = "SELECT u.id, u.n FROM t u WHERE u.id > 0 AND $CONDITIONS" });

    [Theory]
    [MemberData(nameof(AllProducts))]
    public void Rows_of_one_value_are_read_by_one_task_and_a_line_says_so(string product)
    {
        HoldsAll(product, Options("one") with { Table = "t", Columns = ["id"] });
        Assert.Contains(_log.Lines, line => line.Contains("rows have one value of one, or none", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllProducts))]
    public void Asked_for_files_of_chunks_a_heavy_split_becomes_more_files_than_others(string product)
    {
        var options = Options("n") with { Table = "t", Columns = ["id"] };
        var target = Run(product, options with { Import = options.Import with { IsChunkPerFile = true } });
        Assert.InRange(target.Parts.Count, 8 * TaskCount + 3, 200);
        Assert.InRange(target.Parts.Values.Max(lines => lines.Length), 1, SkewedTables.RowCount / 2);
        Assert.Equal(Enumerable.Range(1, SkewedTables.RowCount), Ids(target.Parts.Values.SelectMany(lines => lines)));
    }

    [Fact]
    public void A_boundary_query_keeps_its_rows_out_of_every_chunk()
    {
        var options = Options("n") with { Table = "t", Columns = ["id"] };
        var target = Run("SQLite", options with { Import = options.Import with { BoundaryQuery = "SELECT 10, 199000000" } });
        var expected = Enumerable.Range(1, SkewedTables.RowCount).Where(id => id % 1000 != 0 && (id <= 198_000 ? id % 5000 >= 10 : id <= 199_000));
        Assert.Equal(expected, Ids(target.Parts.Values.SelectMany(lines => lines)));
        Assert.Contains(_log.Lines, line => line.Contains(" stretches", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interrupted_import_goes_on_behind_the_chunks_that_are_whole()
    {
        var options = Options("n") with { Table = "t", Columns = ["id"] };
        options = options with { Import = options.Import with { IsResumed = true } };
        var note = ResumeNote.Parse(Run("SQLite", options).SavedNote!)!;
        var chunks = note.Splits[0].Chunks!.Value;
        Assert.InRange(chunks.Length, 3, 20);
        var interrupted = note with { Parts = [new ResumePart(0, 10, 1, null, NextChunk: 2)] };

        var target = Run("SQLite", options, interrupted.ToJson());

        using var session = tables.Of("SQLite").OpenSession(Cancel);
        var left = chunks.Skip(2).SelectMany(chunk => Read(session, $"SELECT id FROM t WHERE {chunk.Chunk.Range.Condition}"));
        Assert.Equal(left.Order(), Ids(target.Parts[0]));
        Assert.NotEmpty(target.Parts[0]);
        Assert.Equal(TaskCount + 1, target.Parts.Count);
    }

    private void SharesEvenly(string product, TransferOptions options)
    {
        var database = tables.Of(product);
        using var session = database.OpenSession(Cancel);
        var work = Prepare(database, session, options);
        var rowCounts = work.Parts.SelectMany(part => part.Pieces).Select(piece => Read(session, work.Plan.RowQuery(piece.Range)).Count).ToList();
        Assert.Equal(SkewedTables.RowCount, rowCounts.Sum());
        var loads = new int[TaskCount];
        foreach (var rowCount in rowCounts)
            loads[Array.IndexOf(loads, loads.Min())] += rowCount;
        Assert.InRange(loads.Max(), 0, SkewedTables.RowCount / TaskCount * 7 / 4);
    }

    private void HoldsAll(string product, TransferOptions options)
    {
        var target = Run(product, options);
        Assert.Equal(Enumerable.Range(1, SkewedTables.RowCount), Ids(target.Parts.Values.SelectMany(lines => lines)));
        var database = tables.Of(product);
        using var session = database.OpenSession(Cancel);
        var scope = ImportScope.Describe(session, database.Dialect, options, _log, Cancel);
        var ranges = SplitQuestion.Ranges(scope, session, database.Dialect, options, _log, Cancel);
        for (var number = 0; number < ranges.Length; number++)
            Assert.Equal(Read(session, scope.Queries.Rows(ranges[number])).Order(), Ids(target.Parts.GetValueOrDefault(number, [])));
    }

    private ImportWork Prepare(IDatabase database, IDatabaseSession session, TransferOptions options)
    {
        var scope = ImportScope.Describe(session, database.Dialect, options, _log, Cancel);
        var target = new MemoryDataSets(null).OpenTarget(new("d", scope.TargetSchema, options, Transfer.Targets.TargetMode.Create, "r"));
        return ImportWork.Prepare(scope, session, database.Dialect, target, options, _log, Cancel);
    }

    private MemoryTarget Run(string product, TransferOptions options, string? resumeNote = null)
    {
        var dataSets = new MemoryDataSets(resumeNote);
        new ImportRun(tables.Of(product), options, dataSets, _log, TimeProvider.System).Run(Cancel);
        return Assert.Single(dataSets.Targets);
    }

    private static IEnumerable<int> Ids(IEnumerable<string> lines) => lines.Select(line => int.Parse(line.Split(',')[0])).Order();

    private static List<int> Read(IDatabaseSession session, string sql)
    {
        using var rows = session.Read(new ReadRequest(sql), Cancel);
        var (batch, ids) = (new RowBatch(rows.Schema), new List<int>());
        while (rows.Read(batch, Cancel))
        {
            for (var row = 0; row < batch.RowCount; row++)
                ids.Add((int)PartSchedule.KeyAt(batch.Columns[0], row));
        }

        return ids;
    }

    private static TransferOptions Options(string splitBy) => new(ToolName.Import)
    {
        MapperCount = TaskCount,
        Import = new ImportOptions { TargetDir = "d", SplitBy = splitBy },
        Properties = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("org.apache.sqoop.splitter.allow_text_splitter", "true"),
    };
}
