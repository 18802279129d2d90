using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class StatementTests
{
    private const string Emp = """
        CREATE TABLE emp (id INT NOT NULL PRIMARY KEY, name VARCHAR(24) NOT NULL, start_date DATE, salary FLOAT, fulltime BOOLEAN, dept VARCHAR(32));
        INSERT INTO emp VALUES (1,'Aaron','2009-05-14',1000000.00,TRUE,'engineering'),(2,'Bob','2009-04-20',400.00,TRUE,'sales'),
            (3,'Fred','2009-01-23',15.00,FALSE,'marketing'),(4,'Mike',NULL,NULL,NULL,NULL);
        """;

    [Fact]
    public void Eval_shows_rows_as_the_server_writes_them()
    {
        using var database = TestDatabase.Create(Emp);
        var result = database.Session.Eval(
            "SELECT id, name, salary, fulltime, start_date, '{1,2}'::int[] AS a FROM emp WHERE id IN (1, 4) ORDER BY id", CancellationToken.None);
        using var rows = result.Rows!;
        Assert.Equal([11, 24, 25, 1, 13, 20], rows.Schema.Columns.Select(column => column.DisplaySize));
        Assert.Equal(
            [["1", "Aaron", "1000000", "t", "2009-05-14", "{1,2}"], ["4", "Mike", null, null, null, "{1,2}"]],
            TestDatabase.ReadAll(rows));
    }

    [Theory]
    [InlineData("INSERT INTO emp (id, name) VALUES (10, 'a'), (11, 'b')", 2)]
    [InlineData("UPDATE emp SET salary = 0 WHERE id < 4", 3)]
    [InlineData("DELETE FROM emp WHERE id = 99", 0)]
    [InlineData("CREATE INDEX i ON emp (name)", 0)]
    [InlineData("UPDATE emp SET salary = 1 WHERE id = 1; UPDATE emp SET salary = 1 WHERE id = 2", 2)]
    [InlineData("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 1; END", 0)]
    public void Eval_counts_the_rows_that_a_statement_changed(string sql, int count)
    {
        using var database = TestDatabase.Create(Emp);
        var result = database.Session.Eval(sql, CancellationToken.None);
        Assert.Null(result.Rows);
        Assert.Equal(count, result.ChangedCount);
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    [Theory]
    [InlineData("INSERT INTO emp (id, name) VALUES (10, 'a') RETURNING id", "10")]
    [InlineData("SET work_mem = '9MB'; SHOW work_mem", "9MB")]
    [InlineData("EXPLAIN (COSTS OFF) SELECT 1", "Result")]
    public void Eval_runs_whatever_yields_rows(string sql, string expected)
    {
        using var database = TestDatabase.Create(Emp);
        using (var rows = database.Session.Eval(sql, CancellationToken.None).Rows!)
            Assert.Equal([[expected]], TestDatabase.ReadAll(rows));
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    [Fact]
    public void Eval_of_a_faulty_statement_fails_in_the_servers_words()
    {
        using var database = TestDatabase.OpenEmpty();
        var failure = Assert.Throws<TransferException>(() => database.Session.Eval("SELEC 1", CancellationToken.None));
        Assert.Equal("PostgreSQL: syntax error at or near \"SELEC\" (SQLSTATE 42601)", failure.Message);
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    [Fact]
    public void A_result_of_eval_may_be_given_up()
    {
        using var database = TestDatabase.OpenEmpty();
        using (var rows = database.Session.Eval("SELECT repeat('x', 100), generate_series(1, 100000000)", CancellationToken.None).Rows!)
            Assert.True(rows.Read(new(rows.Schema), CancellationToken.None));
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    [Fact]
    public void Statements_of_a_transaction_all_count_or_none()
    {
        using var database = TestDatabase.Create(Emp + "CREATE TABLE stage (LIKE emp);");
        var session = database.Session;
        Assert.Equal(
            [4, 4], session.ExecuteTransaction(["INSERT INTO stage ( SELECT * FROM emp )", "DELETE FROM emp"], CancellationToken.None));
        Assert.Throws<TransferException>(
            () => session.ExecuteTransaction(["INSERT INTO emp ( SELECT * FROM stage )", "DELETE FROM nowhere"], CancellationToken.None));
        Assert.Equal([["0", "4"]], database.Read("SELECT (SELECT count(*)::int FROM emp), (SELECT count(*)::int FROM stage)"));
    }

    [Fact]
    public void A_direct_import_is_the_csv_that_sqoop_asks_for()
    {
        using var database = TestDatabase.Create(Emp);
        Assert.Equal(
            "2,Bob,2009-04-20,400,TRUE,sales\n3,Fred,2009-01-23,15,FALSE,marketing\n4,Mike,,,,\n",
            Direct(database, new("emp"), "id > 1 -- all but one", new()));
    }

    [Fact]
    public void A_direct_import_writes_the_null_text_that_is_given()
    {
        using var database = TestDatabase.Create(Emp);
        var text = new TextOptions { NullString = "\\N", NullNonString = "\\N", IsNullStringGiven = true };
        Assert.Equal("4,Mike,\\N,\\N,\\N,\\N\n", Direct(database, new("emp"), "id = 4", text));
    }

    [Fact]
    public void A_direct_import_writes_booleans_and_quotes_as_asked()
    {
        using var database = TestDatabase.Create(Emp + "UPDATE emp SET name = 'Mi,ke \"x\"' WHERE id = 3; UPDATE emp SET dept = '' WHERE id = 1;");
        Assert.Equal(
            "1,Aaron,2009-05-14,1000000,REAL'TRUE,\"\"\n3,\"Mi,ke \"\"x\"\"\",2009-01-23,15,REAL_FALSE,marketing\n",
            Direct(database, new("emp"), "id in (1,3)", new(), "REAL'TRUE", "REAL_FALSE"));
        var enclosed = new TextOptions { Output = new('\u0001', '\n', '\'', '\\', true) };
        Assert.Equal(
            "'4'\u0001'Mike'\u0001\u0001\u0001\u0001\n", Direct(database, new("emp"), "id = 4", enclosed));
    }

    [Fact]
    public void A_direct_import_may_be_given_up()
    {
        using var database = TestDatabase.Create("CREATE VIEW v AS SELECT repeat('x', 100) AS x, generate_series(1, 100000000) AS i;");
        using (var stream = database.Session.OpenDirect(new(new("v"), [], null, new()), CancellationToken.None))
            Assert.Equal(200_000, stream.ReadAtLeast(new byte[200_000], 200_000));
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    private static string Direct(
        TestDatabase database, Transfer.Sql.TableName table, string where, TextOptions text, string booleanTrue = "TRUE", string booleanFalse = "FALSE")
    {
        var request = new DirectReadRequest(table, [], where, text, booleanTrue, booleanFalse);
        using var reader = new StreamReader(database.Session.OpenDirect(request, CancellationToken.None));
        return reader.ReadToEnd();
    }
}
