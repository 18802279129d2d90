using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class UpdateTests
{
    private const string Fixture = """
        CREATE TABLE upd (a int, b int, c varchar(16));
        INSERT INTO upd SELECT a, b, 'foo' || a || b FROM generate_series(0, 2) a, generate_series(0, 2) b;
        CREATE TABLE ups (id int PRIMARY KEY, msg text);
        INSERT INTO ups VALUES (1, 'old1'), (2, 'old2');
        """;

    // Through a temporary table, as many-row statements, as single ones.
    public static TheoryData<bool, bool> Paths { get; } = new() { { true, false }, { false, false }, { false, true } };

    [Theory]
    [MemberData(nameof(Paths))]
    public void An_update_changes_rows_by_their_keys_and_passes_over_others(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create(Fixture);
        var batch = database.Batch("upd", [0, 1, "old"], [2, 2, null], [9, 9, "nowhere"], [0, 1, "new"], [null, 0, "nothing"]);
        database.Write(TestDatabase.Request(batch, "upd", WriteMode.Update, "a", "B") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch);
        Assert.Equal(
            "0|0|foo00\n0|1|new\n0|2|foo02\n1|0|foo10\n1|1|foo11\n1|2|foo12\n2|0|foo20\n2|1|foo21\n2|2|",
            database.Psql("SELECT * FROM upd ORDER BY a, b"));
    }

    [Fact]
    public void An_update_of_nothing_but_keys_is_refused()
    {
        using var database = TestDatabase.Create(Fixture);
        var batch = database.Batch("upd", [0, 1, "x"]);
        Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(batch, "upd", WriteMode.Update, "a", "b", "c"), batch));
        Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(batch, "upd", WriteMode.Update, "nokey"), batch));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void An_upsert_changes_what_exists_and_inserts_the_rest(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create(Fixture);
        var batch = database.Batch("ups", [2, "new2"], [3, "new3"]);
        database.Write(TestDatabase.Request(batch, "ups", WriteMode.Upsert, "id") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch);
        Assert.Equal("1|old1\n2|new2\n3|new3", database.Psql("SELECT * FROM ups ORDER BY id"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Of_rows_with_one_key_the_last_one_counts(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create(Fixture);
        var rows = Enumerable.Range(0, 250).Select(row => new object?[] { row / 2, $"v{row}" }).ToArray();
        var batch = database.Batch("ups", rows);
        database.Write(TestDatabase.Request(batch, "ups", WriteMode.Upsert, "id") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch);
        Assert.Equal("125|t", database.Psql("SELECT count(*), bool_and(msg = 'v' || (id * 2 + 1)) FROM ups"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Rows_whose_key_is_null_equal_no_other(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create("CREATE TABLE u (k int UNIQUE, msg text); INSERT INTO u VALUES (NULL, 'old');");
        var batch = database.Batch("u", [null, "a"], [1, "b"], [null, "c"], [1, "d"]);
        database.Write(TestDatabase.Request(batch, "u", WriteMode.Upsert, "k") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch);
        Assert.Equal("1|d\n|a\n|c\n|old", database.Psql("SELECT * FROM u ORDER BY k, msg"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_refused_row_of_an_upsert_is_named(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create("CREATE TABLE c (k int PRIMARY KEY, n int CHECK (n > 0)); INSERT INTO c VALUES (5, 1);");
        var batch = database.Batch("c", Enumerable.Range(1, 200).Select(k => new object?[] { k, k == 150 ? -1 : k }).ToArray());
        foreach (var mode in new[] { WriteMode.Upsert, WriteMode.Update })
        {
            database.Psql("INSERT INTO c VALUES (150, 1) ON CONFLICT DO NOTHING;");
            var failure = Assert.Throws<TransferException>(() => database.Write(
                TestDatabase.Request(batch, "c", mode, "k") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch));
            Assert.StartsWith("part-m-00000:150: the row was refused. ", failure.Message, StringComparison.Ordinal);
        }
        Assert.Equal("2|2", database.Psql("SELECT count(*), sum(n) FROM c"));
    }

    [Fact]
    public void An_account_that_may_not_make_tables_updates_row_by_row()
    {
        using var database = TestDatabase.CreateDatabase(Fixture);
        database.Psql($"""
            CREATE ROLE plain; GRANT SELECT, INSERT, UPDATE ON ups TO plain;
            REVOKE TEMP ON DATABASE {database.Settings.Database} FROM PUBLIC;
            """);
        var batch = database.Batch("ups", [2, "new2"], [3, "new3"]);
        database.Session.Execute("SET ROLE plain", CancellationToken.None);
        database.Write(TestDatabase.Request(batch, "ups", WriteMode.Upsert, "id"), batch);
        database.Session.Execute("RESET ROLE; DROP OWNED BY plain; DROP ROLE plain", CancellationToken.None);
        Assert.Equal("1|old1\n2|new2\n3|new3", database.Psql("SELECT * FROM ups ORDER BY id"));
    }

    [Fact]
    public void An_upsert_without_a_unique_index_says_what_the_keys_need()
    {
        using var database = TestDatabase.Create(Fixture);
        var batch = database.Batch("upd", [0, 1, "x"]);
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(batch, "upd", WriteMode.Upsert, "a"), batch));
        Assert.Contains("--update-key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("42P10", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_procedure_and_a_function_are_called_for_each_row()
    {
        using var database = TestDatabase.CreateDatabase("""
            CREATE TABLE log (id int, msg text, d date, n numeric);
            CREATE PROCEDURE proc_p(i int, m text, d date, INOUT n numeric, OUT x int) LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO log VALUES (i, m || '_2', d, n); x := 1; END $$;
            CREATE FUNCTION func_f(i int, m char, OUT one int, OUT two int) LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO log VALUES (i, m || '_f'); END $$;
            CREATE SCHEMA s;
            CREATE PROCEDURE s."Odd Name"(int) LANGUAGE sql AS 'INSERT INTO log VALUES ($1)';
            CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION twice(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
            """);
        Call("proc_p", [0, "textfield0", new DateOnly(2002, 12, 29), ((Int128)33005, 1)], [1, null, null, null]);
        Call("FUNC_F", [2, "bc"]);
        Call("s.\"Odd Name\"", [3]);
        Assert.Equal("0|textfield0_2|2002-12-29|3300.5\n1|||\n2|bc_f||\n3|||", database.Psql("SELECT * FROM log ORDER BY id"));
        Assert.Contains("ambiguous", Assert.Throws<TransferException>(() => Call("twice", [1])).Message, StringComparison.Ordinal);
        Assert.Throws<TransferException>(() => Call("nowhere", [1]));

        void Call(string procedure, params object?[][] rows)
        {
            var batch = TestDatabase.Batch(database.Session.DescribeProcedure(procedure, CancellationToken.None), rows);
            database.Write(TestDatabase.Request(batch, procedure, WriteMode.Call), batch);
        }
    }

    [Fact]
    public void The_parameters_of_a_procedure_are_its_columns()
    {
        using var database = TestDatabase.Create("CREATE PROCEDURE p(i int, m varchar, numeric) LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';");
        var schema = database.Session.DescribeProcedure("p", CancellationToken.None);
        Assert.Equal(["i", "m", "$3"], schema.Columns.Select(column => column.Name));
        Assert.Equal([SqlType.Integer, SqlType.VarChar, SqlType.Numeric], schema.Columns.Select(column => column.SqlType));
        Assert.Empty(database.Session.DescribeProcedure("nothing", CancellationToken.None).Columns);
    }
}
