using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.Sqlite;

public sealed class SqliteReadingTests
{
    [Fact]
    public void Declared_types_give_columns_their_kinds()
    {
        using var file = new SqliteTestFile(
            """
            CREATE TABLE t (i INTEGER PRIMARY KEY, s SMALLINT, b BOOLEAN, r REAL, d DECIMAL(10,2) NOT NULL, dt DATE, tm TIME, ts DATETIME,
                            v VARCHAR(20), x TEXT, c CLOB, y BLOB, z VARBINARY(8), u UUID, n, f DOUBLE PRECISION, ub UNSIGNED BIG INT)
            """);
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var table = session.DescribeTable(new TableName("t"), CancellationToken.None);
        Assert.Equal(
            "i:BigInt:Int64 s:SmallInt:Int32 b:Boolean:Boolean r:Double:Float64 d:Decimal:Decimal dt:Date:Date tm:Time:Time ts:Timestamp:Timestamp "
            + "v:VarChar:Text x:VarChar:Text c:Clob:Text y:Blob:Bytes z:VarBinary:Bytes u:VarChar:Text n:VarChar:Text f:Double:Float64 ub:BigInt:Int64",
            string.Join(' ', table.Columns.Select(column => $"{column.Name}:{column.SqlType}:{column.Kind}")));
        Assert.Equal((10, 2, false), (table[4].Precision, table[4].Scale, table[4].IsNullable));
        Assert.Equal(20, table[8].Precision);
        Assert.True(table[0].IsGenerated);
        Assert.Equal(table.Columns.Select(column => column.Kind), session.DescribeQuery("SELECT * FROM t WHERE (1 = 0)", CancellationToken.None).Columns.Select(column => column.Kind));
    }

    [Fact]
    public void Values_that_fit_their_column_are_typed_and_others_stay_what_the_file_says()
    {
        using var file = new SqliteTestFile(
            """
            CREATE TABLE t (i INTEGER, s SMALLINT, b BOOLEAN, r REAL, d DECIMAL(10,2), dt DATE, tm TIME, ts TIMESTAMP, v TEXT, y BLOB);
            INSERT INTO t VALUES (9223372036854775807, -32768, 1, 0.1, 12.5, '2020-02-29', '23:59:59.25', '2020-01-02 03:04:05.678', 'Ünï,1', x'00ff');
            INSERT INTO t VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO t VALUES ('many', 5000000000, 2, 'pi', 'n/a', 'soon', '25:00:00', '2020-01-02T03:04', 7, 'text');
            INSERT INTO t VALUES (1.5, 'x', 'true', 3, '123456789012345678901234567890', 20200101, 5, '2020-01-02', x'41', 3);
            """);
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(
            [
                "9223372036854775807|-32768|true|0.1|1250e-2|2020-02-29|23:59:59.2500000|2020-01-02 03:04:05.678|Ünï,1|00ff",
                "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL",
                "~many|~5000000000|~2|~pi|~n/a|~soon|~25:00:00|2020-01-02 03:04:00|7|74657874",
                // SQLite made a double of the long decimal when it was stored: its affinity is numeric.
                "~1.5|~x|true|3|12345678901234568000000000000000e-2|~20200101|~5|2020-01-02 00:00:00|~41|~3",
            ],
            RowText.Of(session, "SELECT * FROM t"));
    }

    [Fact]
    public void An_expression_takes_the_type_of_its_first_value()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT, v TEXT); INSERT INTO t VALUES (3, 'a'), (8, 'b')");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        using var reader = session.Read(new ReadRequest("SELECT MIN(id), MAX(v), AVG(id), NULL FROM t"), CancellationToken.None);
        Assert.Equal([SqlType.BigInt, SqlType.VarChar, SqlType.Double, SqlType.VarChar], reader.Schema.Columns.Select(column => column.SqlType));
        Assert.Equal(["3|b|5.5|NULL"], RowText.All(reader));
    }

    [Fact]
    public void A_bound_is_a_time_only_if_a_condition_made_of_it_finds_its_row()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (ts TIMESTAMP); INSERT INTO t VALUES ('2020-01-01 00:00:00'), ('2020-01-02 00:00:00.000')");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var column = session.DescribeTable(new TableName("t"), CancellationToken.None)[0];
        var bounds = new RowSchema([column, column]);
        Assert.Equal(["2020-01-01 00:00:00|~2020-01-02 00:00:00.000"], RowText.Of(session, "SELECT MIN(ts), MAX(ts) FROM t", bounds));
        Assert.Equal(["2020-01-01 00:00:00", "2020-01-02 00:00:00"], RowText.Of(session, "SELECT ts FROM t"));
    }

    [Theory]
    [InlineData("", "~1577836800123|~1577836800123")]
    [InlineData("?date_class=INTEGER", "2020-01-01|2020-01-01 00:00:00.123")]
    [InlineData("?date_class=INTEGER&date_precision=SECONDS", "~1577836800123|~1577836800123")]
    public void Integers_are_dates_only_where_the_URL_says_so(string properties, string expected)
    {
        using var file = new SqliteTestFile("CREATE TABLE t (d DATE, ts DATETIME); INSERT INTO t VALUES (1577836800123, 1577836800123)");
        using var database = file.Open(properties);
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal([expected], RowText.Of(session, "SELECT * FROM t"));
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void Rows_come_in_batches_that_bytes_bound()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) INSERT INTO t SELECT printf('%.*c', 500000, 'x') FROM n");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        using var reader = session.Read(new ReadRequest("SELECT v FROM t"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        var rows = 0;
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.RowCount, 1, 3);
            rows += batch.RowCount;
        }
        Assert.Equal(10, rows);
    }

    [Fact]
    public void Text_of_a_UTF_16_file_is_read_as_UTF_8()
    {
        using var file = new SqliteTestFile("PRAGMA encoding = 'UTF-16'; CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('Zoë 🐟')");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(["Zoë 🐟"], RowText.Of(session, "SELECT v FROM t"));
    }

    [Fact]
    public void A_text_that_is_no_UTF_8_is_an_error_that_names_its_column()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (v TEXT); INSERT INTO t VALUES (CAST(x'ff41' AS TEXT))");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Contains("Column v", Assert.Throws<TransferException>(() => RowText.Of(session, "SELECT v FROM t")).Message);
    }

    [Fact]
    public void Large_values_go_where_the_caller_wants_them()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (b BLOB, c CLOB, v TEXT); INSERT INTO t VALUES (x'0102030405', 'abcdef', 'abcdef'), (x'01', 'a', 'a')");
        using var database = file.Open();
        using var session = database.OpenSession(CancellationToken.None);
        var store = new ListStore();
        using var reader = session.Read(new ReadRequest("SELECT * FROM t") { LargeObjects = store }, CancellationToken.None);
        Assert.Equal(["~lob0|~lob1|abcdef", "01|a|a"], RowText.All(reader));
        Assert.Equal(["0102030405", "616263646566"], store.Values);
    }
}
