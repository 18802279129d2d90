using System.Collections.Immutable;
using Levada.Databases.PostgreSql;
using Levada.Transfer;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class MetadataTests
{
    private const string Fixture = """
        CREATE TABLE "Emp" (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE compkey (p int, q int, v text, PRIMARY KEY (q, p) INCLUDE (v));
        CREATE TABLE nokey (id int);
        CREATE VIEW v_emp AS SELECT id FROM "Emp";
        CREATE SCHEMA other;
        CREATE TABLE other.t (b text, a int PRIMARY KEY);
        CREATE TABLE other.nokey (x text);
        CREATE TABLE "a ""b"".c" ("d ""e" int PRIMARY KEY);
        """;

    [Fact]
    public void All_databases_are_listed_with_the_templates()
    {
        using var database = TestDatabase.CreateDatabase();
        var names = database.Session.ListDatabases(CancellationToken.None);
        Assert.Superset(new HashSet<string> { "postgres", "template0", "template1", database.Settings.Database }, names.ToHashSet());
    }

    [Fact]
    public void Tables_of_the_schema_are_listed_without_views()
    {
        using var database = TestDatabase.CreateDatabase(Fixture);
        Assert.Equal(["Emp", "a \"b\".c", "compkey", "nokey"], database.Session.ListTables(null, CancellationToken.None));
        Assert.Equal(["nokey", "t"], database.Session.ListTables("other", CancellationToken.None));
        using var elsewhere = new PostgreSqlDatabase(database.Settings with { CurrentSchema = "other, public" });
        using var session = elsewhere.OpenSession(CancellationToken.None);
        Assert.Equal(["nokey", "t"], session.ListTables(null, CancellationToken.None));
        Assert.Equal(["b", "a"], session.DescribeTable(new("t"), CancellationToken.None).Columns.Select(column => column.Name));
        Assert.Equal(["x"], session.DescribeTable(new("nokey"), CancellationToken.None).Columns.Select(column => column.Name));
        Assert.Equal(["id"], session.PrimaryKey(new("Emp"), CancellationToken.None));
    }

    [Fact]
    public void A_primary_key_has_its_columns_in_key_order()
    {
        using var database = TestDatabase.CreateDatabase(Fixture);
        Assert.Equal(["q", "p"], Key(new("compkey")));
        Assert.Empty(Key(new("nokey")));
        Assert.Empty(Key(new("missing")));
        Assert.Equal(["a"], Key(new("t", "other")));
        Assert.Equal(["d \"e"], Key(new("a \"b\".c")));

        ImmutableArray<string> Key(Transfer.Sql.TableName table) => database.Session.PrimaryKey(table, CancellationToken.None);
    }

    [Fact]
    public void Whether_a_column_may_be_null_is_known()
    {
        using var database = TestDatabase.CreateDatabase("CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int); CREATE VIEW v AS SELECT * FROM t;");
        Assert.Equal([false, false, true], database.Session.DescribeTable(new("t"), CancellationToken.None).Columns.Select(column => column.IsNullable));
        Assert.Equal([true, true, true], database.Session.DescribeTable(new("v"), CancellationToken.None).Columns.Select(column => column.IsNullable));
    }

    [Theory]
    [InlineData("emp", null, "There is a table Emp: names are taken as given, with upper and lower case.")]
    [InlineData("T", "other", "There is a table t: names are taken as given, with upper and lower case.")]
    [InlineData("t", null, "There is one in the schema other: add -- --schema other")]
    [InlineData("t", "nowhere", "There is one in the schema other: add -- --schema other")]
    [InlineData("other.t", null, "A schema is not part of the name: write --table t and, at the end, -- --schema other")]
    [InlineData("zilch", null, "")]
    public void A_table_that_is_missing_is_told_with_what_may_have_been_meant(string name, string? schema, string hint)
    {
        using var database = TestDatabase.CreateDatabase(Fixture);
        var failure = Assert.Throws<TransferException>(() => database.Session.DescribeTable(new(name, schema), CancellationToken.None));
        var shown = schema is null ? name : $"{schema}.{name}";
        Assert.Equal(
            $"There is no column found in the target table {shown}. Please ensure that your table name is correct. {hint}".TrimEnd(),
            failure.Message);
    }

    [Fact]
    public void The_server_tells_its_version()
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Matches(@"^\d+\.\d+", database.Session.ServerVersion);
    }

    [Fact]
    public void A_database_without_an_encoding_is_refused()
    {
        using var database = TestDatabase.CreateDatabase(options: "ENCODING 'SQL_ASCII' TEMPLATE template0");
        var failure = Assert.Throws<TransferException>(() => database.Session);
        Assert.Contains("SQL_ASCII", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_in_another_encoding_is_read_and_written_as_unicode()
    {
        using var database = TestDatabase.CreateDatabase("CREATE TABLE t (id int, x text);", options: "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        var batch = database.Batch("t", [1, "é"]);
        database.Write(TestDatabase.Request(batch, "t"), batch);
        Assert.Equal("é", database.ReadValue("SELECT x FROM t"));
        Assert.Equal("1", database.ReadValue("SELECT octet_length(x) FROM t"));
        var refused = database.Batch("t", [2, "中"]);
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(refused, "t"), refused));
        Assert.StartsWith("part-m-00000:1: the row was refused. ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_stands_in_a_failure()
    {
        foreach (var change in new Func<PostgreSqlSettings, PostgreSqlSettings>[]
        {
            settings => settings with { Password = "wrong secret" },
            settings => settings with { Password = "wrong secret", Hosts = [new("127.0.0.1", 1)] },
            settings => settings with { Password = "wrong secret", UserName = "nobody" },
        })
        {
            using var database = TestDatabase.OpenEmpty(change);
            var failure = Assert.Throws<TransferException>(() => database.Session);
            Assert.DoesNotContain("wrong secret", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("wrong secret", database.Settings.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_zone_that_the_server_does_not_know_is_told()
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with { TimeZone = "Mars/Olympus" });
        Assert.Contains("Mars/Olympus", Assert.Throws<TransferException>(() => database.Session).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_server_that_answers_in_the_wanted_role_serves_all()
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with
        {
            Hosts = [new("127.0.0.1", 1), .. settings.Hosts], Role = PostgreSqlServerRole.PreferSecondary,
        });
        Assert.Equal("1", database.ReadValue("SELECT 1"));
        using var secondary = new PostgreSqlDatabase(database.Settings with { Hosts = database.Settings.Hosts[1..], Role = PostgreSqlServerRole.Secondary });
        Assert.Contains("Secondary", Assert.Throws<TransferException>(() => secondary.OpenSession(CancellationToken.None)).Message, StringComparison.Ordinal);
        using var primary = new PostgreSqlDatabase(database.Settings with { Role = PostgreSqlServerRole.Primary });
        using var session = primary.OpenSession(CancellationToken.None);
        Assert.NotEmpty(session.ServerVersion);
    }

    [Fact]
    public void Sessions_have_what_the_settings_ask_for()
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with
        {
            ApplicationName = "nightly", Options = "-c statement_timeout=54321", MetadataIsolation = "TRANSACTION_SERIALIZABLE", TimeZone = "Asia/Tokyo",
        });
        Assert.Equal(
            [["nightly", "54321ms", "serializable", "Asia/Tokyo", "ISO, YMD"]],
            database.Read("""
                SELECT current_setting('application_name'), current_setting('statement_timeout'), current_setting('default_transaction_isolation'),
                    current_setting('TimeZone'), current_setting('DateStyle')
                """));
    }
}
