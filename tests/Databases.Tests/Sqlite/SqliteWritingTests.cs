using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.Sqlite;

public sealed class SqliteWritingTests
{
    private const string Everything =
        "CREATE TABLE t (i INTEGER PRIMARY KEY, b BOOLEAN, r REAL, d DECIMAL(10,2), dt DATE, tm TIME, ts TIMESTAMP, v TEXT, y BLOB)";

    [Fact]
    public void What_was_read_is_written_back_the_same()
    {
        using var file = new SqliteTestFile(
            $"""
            {Everything};
            INSERT INTO t VALUES (1, 1, 0.1, 12.5, '2020-02-29', '23:59:59.25', '2020-01-02 03:04:05.678', '', x'');
            INSERT INTO t VALUES (2, 0, -1e300, -0.05, '0001-01-01', '00:00:00', '1969-12-31 23:59:59.5', 'Ünï', x'00ff');
            INSERT INTO t VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO t VALUES (4, 'maybe', 'x', 'n/a', 'soon', '25:00', 'x', 7, 'text');
            CREATE TABLE u AS SELECT * FROM t WHERE 0;
            """);
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var rows = RowText.Of(session, "SELECT * FROM t");
        Copy(session, "SELECT * FROM t", new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Insert));
        Assert.Equal(rows, RowText.Of(session, "SELECT * FROM u", session.DescribeTable(new("t"), default)));
        const string Types = "SELECT typeof(i), typeof(b), typeof(r), typeof(d), typeof(dt), typeof(v), length(y) FROM";
        Assert.Equal(file.Rows($"{Types} t WHERE i < 4"), file.Rows($"{Types} u WHERE i < 4"));
    }

    [Theory]
    [InlineData(50, 1, 1, false)]
    [InlineData(500, 7, 3, false)]
    [InlineData(10_000, 100, 100, true)]
    [InlineData(10_000, 1000, -1, false)]
    public void Every_row_arrives_once_and_each_commit_is_told(int count, int rowsPerStatement, int statementsPerTransaction, bool isBatch)
    {
        using var file = new SqliteTestFile($"{Numbers(count)}; CREATE TABLE u (id INT, v TEXT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var commits = new List<long>();
        var request = new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Insert)
        {
            RowsPerStatement = rowsPerStatement,
            StatementsPerTransaction = statementsPerTransaction,
            IsBatch = isBatch,
            Committed = commits.Add,
        };
        Copy(session, "SELECT * FROM t", request);
        Assert.Equal(count, commits.Sum());
        Assert.True(statementsPerTransaction < 0 ? commits.Count == 1 : commits.All(rows => rows <= rowsPerStatement * statementsPerTransaction));
        Assert.Equal([$"{count}|{count}|{(long)count * (count + 1) / 2}"], file.Rows("SELECT count(*), count(DISTINCT id), sum(id) FROM u"));
    }

    [Fact]
    public void A_refused_row_is_named_and_what_was_not_committed_is_gone()
    {
        using var file = new SqliteTestFile($"{Numbers(300)}; CREATE TABLE u (id INT CHECK (id <> 250), v TEXT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var request = new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Insert) { StatementsPerTransaction = 2 };
        var failure = Assert.Throws<TransferException>(() => Copy(session, "SELECT * FROM t ORDER BY id", request, source: "part-m-00003"));
        Assert.StartsWith("part-m-00003:250: ", failure.Message);
        Assert.Equal(["200"], file.Rows("SELECT count(*) FROM u"));
    }

    [Fact]
    public void An_update_changes_rows_that_exist_and_skips_others()
    {
        using var file = new SqliteTestFile(
            "CREATE TABLE u (a INT, b INT, c TEXT); INSERT INTO u VALUES (0, 1, 'x'), (1, 1, 'y'), (1, 2, 'z'); CREATE TABLE t AS SELECT 0 a, 1 b, 'new' c UNION SELECT 5, 5, 'none'");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Copy(session, "SELECT * FROM t", new WriteRequest(new("u"), session.DescribeTable(new("u"), default), WriteMode.Update) { Keys = ["b", "a"] });
        Assert.Equal(["0|1|new", "1|1|y", "1|2|z"], file.Rows("SELECT * FROM u ORDER BY a, b"));
    }

    [Fact]
    public void An_upsert_changes_rows_that_exist_and_inserts_others()
    {
        using var file = new SqliteTestFile(
            "CREATE TABLE u (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO u VALUES (1, 'old1'), (2, 'old2'); CREATE TABLE t AS SELECT 2 id, 'new2' v UNION SELECT 3, 'new3'");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Copy(session, "SELECT * FROM t", new WriteRequest(new("u"), session.DescribeTable(new("u"), default), WriteMode.Upsert) { Keys = ["ID"] });
        Assert.Equal(["1|old1", "2|new2", "3|new3"], file.Rows("SELECT * FROM u ORDER BY id"));
    }

    [Fact]
    public void A_key_that_the_rows_do_not_bring_is_an_error()
    {
        using var file = new SqliteTestFile("CREATE TABLE u (id INT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var request = new WriteRequest(new("u"), session.DescribeTable(new("u"), default), WriteMode.Update) { Keys = ["k"] };
        Assert.Contains("--update-key", Assert.Throws<TransferException>(() => session.OpenWriter(request, default)).Message);
    }

    [Theory]
    [InlineData("delete", 100)]
    [InlineData("wal", 100)]
    [InlineData("delete", -1)]
    public void Parallel_writers_wait_for_each_other(string journalMode, int statementsPerTransaction)
    {
        using var file = new SqliteTestFile($"{Numbers(5_000)}; CREATE TABLE u (id INT, v TEXT)", journalMode);
        using var database = file.Open();
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var source = database.OpenSession(CancellationToken.None);
            using var target = database.OpenSession(CancellationToken.None);
            var batches = Batches(source, "SELECT * FROM t");
            var request = new WriteRequest(new("u"), batches[0].Schema, WriteMode.Insert) { RowsPerStatement = 10, StatementsPerTransaction = statementsPerTransaction };
            using var writer = target.OpenWriter(request, CancellationToken.None);
            foreach (var batch in batches)
                writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        });
        Assert.Equal(["20000|5000"], file.Rows("SELECT count(*), count(DISTINCT id) FROM u"));
    }

    [Fact]
    public void A_lock_that_stays_is_an_error_that_says_how_long_it_was_waited_for()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT)");
        using var database = file.Open("?busy_timeout=30&foreign_keys=on&colour=blue");
        using var holder = database.OpenSession(CancellationToken.None);
        using var waiter = database.OpenSession(CancellationToken.None);
        holder.Execute("BEGIN IMMEDIATE", CancellationToken.None);
        Assert.Equal(["The connection property colour is not known and has no effect."], file.Warnings);
        Assert.Contains("locked by another connection for 0.03 s", Assert.Throws<TransferException>(() => waiter.Execute("DELETE FROM t", default)).Message);
    }

    [Fact]
    public void A_file_that_is_locked_while_its_tables_are_looked_up_is_waited_for()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT)");
        using var database = file.Open();
        using var holder = database.OpenSession(CancellationToken.None);
        using var waiter = database.OpenSession(CancellationToken.None);
        holder.Execute("BEGIN EXCLUSIVE", CancellationToken.None);
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => waiter.Execute("INSERT INTO t VALUES (1)", CancellationToken.None)));
        thread.Start();
        // Longer than SQLite waits by itself. A waiter that gives up ends this early, one that waits cannot fail by it.
        thread.Join(TimeSpan.FromSeconds(0.5));
        holder.Execute("COMMIT", CancellationToken.None);
        thread.Join();
        Assert.Null(failure);
    }

    private static string Numbers(int count) =>
        $"CREATE TABLE t (id INT, v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) INSERT INTO t SELECT i, 'r' || i FROM n";

    private static ImmutableArray<RowBatch> Batches(IDatabaseSession session, string sql)
    {
        using var reader = session.Read(new ReadRequest(sql), CancellationToken.None);
        var batches = ImmutableArray.CreateBuilder<RowBatch>();
        for (var batch = new RowBatch(reader.Schema); reader.Read(batch, CancellationToken.None); batch = new RowBatch(reader.Schema))
            batches.Add(batch);
        return batches.ToImmutable();
    }

    private static void Copy(IDatabaseSession session, string sql, WriteRequest request, string? source = null)
    {
        var batches = Batches(session, sql);
        using var writer = session.OpenWriter(request, CancellationToken.None);
        var position = 0;
        foreach (var batch in batches)
        {
            batch.SourceName = source;
            for (var row = 0; row < batch.RowCount; row++)
                batch.SetPosition(row, ++position);
            writer.Write(batch, CancellationToken.None);
        }
        writer.Complete(CancellationToken.None);
    }
}
