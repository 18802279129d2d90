using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.Sqlite;

public sealed class SqliteSessionTests
{
    [Fact]
    public void Tables_are_listed_without_views_and_without_SQLites_own()
    {
        using var file = new SqliteTestFile(
            "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE a (x); CREATE VIEW v AS SELECT * FROM a; CREATE TABLE sqlitex (y)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(["a", "b", "sqlitex"], session.ListTables(null, CancellationToken.None));
    }

    [Fact]
    public void Key_columns_come_in_key_order()
    {
        using var file = new SqliteTestFile("CREATE TABLE k (a INT, b INT, c INT, PRIMARY KEY (c, a)); CREATE TABLE n (a INT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(["c", "a"], session.PrimaryKey(new TableName("k"), CancellationToken.None));
        Assert.Empty(session.PrimaryKey(new TableName("n"), CancellationToken.None));
        Assert.DoesNotContain(session.DescribeTable(new TableName("k"), CancellationToken.None).Columns, column => column.IsGenerated);
    }

    [Fact]
    public void A_missing_table_is_an_error_that_names_near_misses()
    {
        using var file = new SqliteTestFile("CREATE TABLE employees (id INT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var failure = Assert.Throws<TransferException>(() => session.DescribeTable(new TableName("Employes"), CancellationToken.None));
        Assert.Contains("Please ensure that your table name is correct. Did you mean employees?", failure.Message);
    }

    [Fact]
    public void A_missing_file_is_an_error_and_is_not_made()
    {
        using var file = new SqliteTestFile("");
        var path = file.Path + ".not";
        using var database = DatabaseFactory.Open(new DatabaseRequest($"jdbc:sqlite:{path}", null, null));
        Assert.Contains(path, Assert.Throws<TransferException>(() => database.OpenSession(CancellationToken.None)).Message);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_file_that_is_no_database_is_an_error()
    {
        using var file = new SqliteTestFile("");
        File.WriteAllText(file.Path, new string('x', 4096));
        using var database = file.Open();
        Assert.Contains("is not a SQLite database", Assert.Throws<TransferException>(() => database.OpenSession(CancellationToken.None)).Message);
    }

    [Fact]
    public void Eval_gives_rows_or_the_number_of_rows_changed()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT); INSERT INTO t VALUES (1), (2)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        using (var rows = session.Eval("SELECT id FROM t ORDER BY id", CancellationToken.None).Rows)
            Assert.Equal(["1", "2"], RowText.All(rows!));
        Assert.Equal(2, session.Eval("UPDATE t SET id = id + 1", CancellationToken.None).ChangedCount);
        Assert.Equal(0, session.Eval("CREATE TABLE u (x)", CancellationToken.None).ChangedCount);
        Assert.Equal(["2", "3"], file.Rows("SELECT id FROM t ORDER BY id"));
    }

    [Fact]
    public void A_transaction_is_all_or_nothing()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE s (id INT); INSERT INTO s VALUES (1), (2)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var dialect = database.Dialect;
        Assert.Equal(
            [2, 2], session.ExecuteTransaction([dialect.InsertAll(new("t"), new("s")), dialect.DeleteAll(new("s"))], CancellationToken.None));
        Assert.Throws<TransferException>(() => session.ExecuteTransaction(["INSERT INTO s VALUES (9)", "INSERT INTO t VALUES (1)"], CancellationToken.None));
        Assert.Empty(file.Rows("SELECT id FROM s"));
    }

    [Fact]
    public void Several_statements_where_one_is_wanted_are_refused()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Throws<TransferException>(() => session.Eval("SELECT 1; DELETE FROM t", CancellationToken.None));
        Assert.Equal(["1"], RowText.Of(session, "SELECT 1 ; "));
    }

    [Theory]
    [InlineData("jdbc:sqlite::memory:")]
    [InlineData("jdbc:sqlite:")]
    [InlineData("jdbc:sqlite:file:x?mode=memory&cache=shared")]
    public void A_database_in_memory_is_refused_with_the_reason(string url) =>
        Assert.Contains("in memory", Assert.Throws<TransferException>(() => DatabaseFactory.Open(new DatabaseRequest(url, null, null))).Message);

    [Fact]
    public void Cancelling_ends_a_running_query_and_a_waiting_one()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT)");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0";
        using var reader = session.Read(new ReadRequest(Endless, new RowSchema([new Column("i", SqlType.BigInt, ColumnKind.Int64, JavaType.Long)])), default);
        cancellation.CancelAfter(50);
        Assert.ThrowsAny<OperationCanceledException>(() => reader.Read(new RowBatch(reader.Schema), cancellation.Token));

        using var other = database.OpenSession(CancellationToken.None);
        other.Execute("BEGIN IMMEDIATE", CancellationToken.None);
        using var second = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => session.Execute("INSERT INTO t VALUES (1)", second.Token));
    }

    [Fact]
    public void Another_thread_may_cancel()
    {
        using var file = new SqliteTestFile("");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        using var timer = new Timer(_ => session.Cancel(), null, 0, 10);
        Assert.ThrowsAny<OperationCanceledException>(
            () => session.Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0", CancellationToken.None));
    }
}
