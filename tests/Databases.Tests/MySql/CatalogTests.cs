using System.Collections.Immutable;
using Levada.Databases.MySql;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

public sealed class CatalogTests
{
    [Fact]
    public void Tables_and_views_of_the_current_database_are_listed()
    {
        using var run = MySqlRun.With("CREATE TABLE b (id INT); CREATE TABLE a (id INT); CREATE VIEW v AS SELECT id FROM a;");
        using var session = run.OpenSession();
        Assert.Equal(["a", "b", "v"], session.ListTables(null, CancellationToken.None).Order());
        Assert.Contains("user", session.ListTables("mysql", CancellationToken.None));
        var databases = session.ListDatabases(CancellationToken.None);
        Assert.Contains(run.Name, databases);
        Assert.Contains("information_schema", databases);
    }

    [Fact]
    public void A_primary_key_is_told_in_its_own_order()
    {
        using var run = MySqlRun.With("CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, v INT, PRIMARY KEY (b, a)); CREATE TABLE n (a INT);");
        using var session = run.OpenSession();
        Assert.Equal(["b", "a"], session.PrimaryKey(new("t"), CancellationToken.None));
        Assert.Equal(["b", "a"], session.PrimaryKey(new("t", run.Name), CancellationToken.None));
        Assert.Empty(session.PrimaryKey(new("n"), CancellationToken.None));
    }

    [Fact]
    public void A_unique_key_without_NULL_serves_where_there_is_no_primary_one()
    {
        using var run = MySqlRun.With("CREATE TABLE t (a INT, b INT NOT NULL, UNIQUE KEY (b));");
        using var session = run.OpenSession();
        Assert.Equal(["b"], session.PrimaryKey(new("t"), CancellationToken.None));
    }

    [Fact]
    public void A_missing_table_is_named_with_those_of_nearly_its_name()
    {
        using var run = MySqlRun.With("CREATE TABLE employees (id INT);");
        using var session = run.OpenSession();
        var failure = Assert.Throws<TransferException>(() => session.DescribeTable(new("employes"), CancellationToken.None));
        Assert.Contains("employees", failure.Message, StringComparison.Ordinal);
        Assert.Contains("employes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_any_letters_are_described_and_read()
    {
        using var run = MySqlRun.With("CREATE TABLE `n-a+m/``e` (id INT NOT NULL PRIMARY KEY, `_NAME` VARCHAR(8), `x$1` INT); INSERT INTO `n-a+m/``e` VALUES (1,'z',3);");
        using var session = run.OpenSession();
        var table = new Levada.Transfer.Sql.TableName("n-a+m/`e");
        var schema = session.DescribeTable(table, CancellationToken.None);
        Assert.Equal(["id", "_NAME", "x$1"], schema.Columns.Select(column => column.Name));
        Assert.Equal(["1|z|3"], MySqlRun.Read(session, $"SELECT * FROM {run.Database.Dialect.From(table)}", schema));
        Assert.Equal(["id"], session.PrimaryKey(table, CancellationToken.None));
    }

    [Fact]
    public void A_procedures_parameters_are_described_in_order()
    {
        using var run = MySqlRun.With("""
            DELIMITER //
            CREATE PROCEDURE p (IN i INT, IN m VARCHAR(24), IN d DATE, IN n DECIMAL(10,3), IN b TINYINT(1), IN u BIGINT UNSIGNED, IN x BLOB, IN t TIMESTAMP(3)) BEGIN END //
            CREATE PROCEDURE q () BEGIN END //
            """);
        using var session = run.OpenSession();
        var schema = session.DescribeProcedure("p", CancellationToken.None);
        Assert.Equal(["i", "m", "d", "n", "b", "u", "x", "t"], schema.Columns.Select(column => column.Name));
        Assert.Equal(
            [SqlType.Integer, SqlType.VarChar, SqlType.Date, SqlType.Decimal, SqlType.Bit, SqlType.BigInt, SqlType.LongVarBinary, SqlType.Timestamp],
            schema.Columns.Select(column => column.SqlType));
        Assert.Equal((24, 10, 3, 3), (schema[1].Precision, schema[3].Precision, schema[3].Scale, schema[7].Scale));
        Assert.Empty(session.DescribeProcedure($"{run.Name}.q", CancellationToken.None).Columns);
        Assert.Contains("nothing", Assert.Throws<TransferException>(() => session.DescribeProcedure("nothing", CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_is_described_without_its_rows()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT NOT NULL, v VARCHAR(5));");
        using var session = run.OpenSession();
        var schema = session.DescribeQuery("SELECT id AS a, v, 1.5 AS c FROM t WHERE (1 = 0)", CancellationToken.None);
        Assert.Equal([("a", SqlType.Integer), ("v", SqlType.VarChar), ("c", SqlType.Decimal)], schema.Columns.Select(column => (column.Name, column.SqlType)));
    }

    [Fact]
    public void Eval_gives_rows_or_the_number_of_rows_changed()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT PRIMARY KEY, dept VARCHAR(32)); INSERT INTO t VALUES (1,'a'),(2,NULL);");
        using var session = run.OpenSession();
        using var rows = session.Eval("SELECT id, dept FROM t ORDER BY id", CancellationToken.None).Rows!;
        Assert.Equal([11, 32], rows.Schema.Columns.Select(column => column.DisplaySize));
        Assert.Equal(["1|a", "2|null"], MySqlRun.Rows(rows));
        var changed = session.Eval("UPDATE t SET dept = 'z' WHERE id > 0", CancellationToken.None);
        Assert.Null(changed.Rows);
        Assert.Equal(2, changed.ChangedCount);
        using var shown = session.Eval("SHOW TABLES", CancellationToken.None).Rows!;
        Assert.Equal(["t"], MySqlRun.Rows(shown));
        Assert.Equal(0, session.Eval("CREATE TABLE u (id INT)", CancellationToken.None).ChangedCount);
    }

    [Fact]
    public void A_statement_that_cannot_be_prepared_runs_as_it_stands()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT, f FLOAT); INSERT INTO t VALUES (1, 0.5);");
        using var session = run.OpenSession();
        Assert.Equal(0, session.Eval("PREPARE s FROM 'SELECT * FROM t'", CancellationToken.None).ChangedCount);
        using var rows = session.Eval("EXECUTE s", CancellationToken.None).Rows!;
        Assert.Equal(["1|0.5"], MySqlRun.Rows(rows));
    }

    [Fact]
    public void Statements_of_a_transaction_all_count_or_none()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE stage (id INT PRIMARY KEY); INSERT INTO stage VALUES (1),(2),(3);");
        using var session = run.OpenSession();
        ImmutableArray<string> statements = [run.Database.Dialect.InsertAll(new("t"), new("stage")), run.Database.Dialect.DeleteAll(new("stage"))];
        Assert.Throws<TransferException>(() => session.ExecuteTransaction([.. statements, "nonsense"], CancellationToken.None));
        Assert.Equal("0\n3", run.Ask("SELECT COUNT(*) FROM t; SELECT COUNT(*) FROM stage"));
        Assert.Equal([3, 3], session.ExecuteTransaction(statements, CancellationToken.None));
        Assert.Equal("3\n0", run.Ask("SELECT COUNT(*) FROM t; SELECT COUNT(*) FROM stage"));
    }

    [Fact]
    public void A_changed_table_is_told_from_a_damaged_one()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT, v INT);");
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("t"), CancellationToken.None);
        run.Ask("ALTER TABLE t MODIFY v VARCHAR(9)");
        var failure = Assert.Throws<TransferException>(() => MySqlRun.Read(session, "SELECT * FROM t", schema));
        Assert.Contains("v was described as int", failure.Message, StringComparison.Ordinal);
    }
}
