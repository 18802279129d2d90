using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class WriterTests
{
    private const string AllTypes = """
        CREATE TABLE t (id int PRIMARY KEY, b bool, i2 int2, i8 int8, n numeric(30,5), n2 numeric, f4 float4, f8 float8,
            d date, tm time, ts timestamp, tz timestamptz, c char(5), vc varchar(20), x text, by bytea, j json, jb jsonb);
        """;

    private const string OtherTypes = """
        CREATE TYPE mood AS ENUM ('sad', 'glad');
        CREATE TABLE t (id int PRIMARY KEY, u uuid, m mood, a int[], iv interval, ip inet, bit1 bit(1), bits bit(3), mn money, tt timetz, ch "char", o oid);
        """;

    private const string Keyed = "CREATE TABLE t (id int PRIMARY KEY, msg varchar(8), n int NOT NULL CHECK (n >= 0));";

    public static TheoryData<bool> Paths { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Values_of_every_type_enter_as_they_were(bool isBulk)
    {
        using var database = TestDatabase.Create(AllTypes);
        var batch = database.Batch(
            "t",
            [1, true, -32768, long.MinValue, ((Int128)(-100_000), 5), (Int128.Parse("-12345678901234567890123456789012345678"), 20),
                1.5e-45f, double.MaxValue, new DateOnly(1, 1, 1), TimeSpan.FromDays(1), new DateTime(9999, 12, 31, 23, 59, 59).AddTicks(9_999_990),
                new DateTime(1969, 12, 31, 23, 59, 59).AddTicks(1_000_000), "ab", "it's", "tab\tline\nreturn\rback\\slash \\N é中😀", new byte[] { 0, 255, 92 },
                "{ \"a\":1}", "{\"b\": [null]}"],
            [2, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null],
            [3, false, 32767, long.MaxValue, ((Int128)7, 0), (Int128.Parse("0"), 3), float.NaN, double.NegativeInfinity, new DateOnly(9999, 12, 31),
                TimeSpan.Zero, new DateTime(1, 1, 1), new DateTime(2000, 1, 1), "", "", "", Array.Empty<byte>(), "1", "1"]);
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk }, batch);
        Assert.Equal(
            [
                [
                    "1", "true", "-32768", "-9223372036854775808", "-100000 / 5", "-12345678901234567890123456789012345678 / 20",
                    "1E-45", "1.7976931348623157E+308", "0001-01-01", "1.00:00:00", "9999-12-31 23:59:59.999999", "1969-12-31 23:59:59.1",
                    "ab   ", "it's", "tab\tline\nreturn\rback\\slash \\N é中😀", "00ff5c", "{ \"a\":1}", "{\"b\": [null]}",
                ],
                ["2", .. Enumerable.Repeat<string?>(null, 17)],
                [
                    "3", "false", "32767", "9223372036854775807", "700000 / 5", "0 / 3", "NaN", "-Infinity", "9999-12-31", "00:00:00",
                    "0001-01-01 00:00:00", "2000-01-01 00:00:00", "     ", "", "", "", "1", "1",
                ],
            ],
            database.Read("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Types_without_a_binary_form_here_enter_as_text(bool isBulk)
    {
        using var database = TestDatabase.Create(OtherTypes);
        var batch = database.Batch(
            "t",
            [1, "{123e4567e89b12d3a456426614174000}", "glad", "{1,NULL,3}", "1 day 2 hours", "10.1.2.3/8", true, "101", -1234.5, new TimeSpan(1, 2, 3), "y", 4_000_000_000L],
            [2, null, null, null, null, null, false, null, null, null, null, null]);
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk }, batch);
        Assert.Equal(
            [
                ["1", "123e4567-e89b-12d3-a456-426614174000", "glad", "{1,NULL,3}", "1 day 02:00:00", "10.1.2.3/8", "true", "101", "-1234.5", "01:02:03", "y", "4000000000"],
                ["2", null, null, null, null, null, "false", null, null, null, null, null],
            ],
            database.Read("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_a_kind_cannot_hold_enters_as_the_text_it_came_as(bool isBulk)
    {
        using var database = TestDatabase.Create(AllTypes);
        var schema = new RowSchema([.. database.Session.DescribeTable(new("t"), CancellationToken.None).Columns
            .Where(column => column.Name is "id" or "n2" or "d" or "ts")]);
        var batch = TestDatabase.Batch(
            schema,
            [1, ((Int128)15, 1), new DateOnly(2020, 1, 2), new DateTime(2020, 1, 2)],
            [2, "NaN", "infinity", "0044-03-15 12:00:00.25 BC"],
            [3, "-123456789012345678901234567890123456789012345678901234567890.00120", "10000-01-01", "-infinity"]);
        var plain = TestDatabase.Batch(schema, [4, ((Int128)25, 1), null, null]);
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk }, plain, batch);
        Assert.Equal(
            [
                ["1", "15 / 1", "2020-01-02", "2020-01-02 00:00:00"],
                ["2", "untyped NaN", "untyped infinity", "untyped 0044-03-15 12:00:00.25 BC"],
                ["3", "untyped -123456789012345678901234567890123456789012345678901234567890.00120", "untyped 10000-01-01", "untyped -infinity"],
                ["4", "25 / 1", null, null],
            ],
            database.Read("SELECT id, n2, d, ts FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Europe/Berlin", false)]
    public void A_wall_clock_for_a_column_with_a_zone_is_meant_in_the_sessions_zone(string zone, bool isBulk)
    {
        using var database = TestDatabase.Create("CREATE TABLE t (at timestamptz);", settings => settings with { TimeZone = zone });
        var batch = database.Batch("t", [new DateTime(2020, 7, 1, 14, 0, 0)]);
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk }, batch);
        Assert.Equal("2020-07-01 14:00:00", database.ReadValue("SELECT at FROM t"));
        Assert.Equal(zone == "UTC" ? "14" : "12", database.Psql("SELECT extract(hour FROM at AT TIME ZONE 'UTC') FROM t"));
    }

    [Theory]
    [InlineData(2, 3, 14, true)]
    [InlineData(2, 50, 250, true)]
    [InlineData(2, 50, 250, false)]
    [InlineData(100, -1, 5000, true)]
    [InlineData(100, -1, 5000, false)]
    public void Rows_are_committed_in_the_steps_of_the_plan(int perStatement, int perTransaction, int rowCount, bool isBulk)
    {
        using var database = TestDatabase.Create(Keyed);
        var steps = new List<long>();
        var seen = new List<string>();
        var batches = Enumerable.Range(0, rowCount).Chunk(1000).Select(ids => database.Batch("t", ids.Select(id => new object?[] { id, "m", id }).ToArray())).ToArray();
        database.Write(
            TestDatabase.Request(batches[0], "t") with
            {
                RowsPerStatement = perStatement,
                StatementsPerTransaction = perTransaction,
                IsBulkAllowed = isBulk,
                Committed = rows =>
                {
                    steps.Add(rows);
                    seen.Add(database.Psql("SELECT count(*) FROM t"));
                },
            },
            batches);
        var step = perTransaction < 0 ? rowCount : perStatement * perTransaction;
        var expected = Enumerable.Range(0, rowCount).Chunk(step).Select(rows => (long)rows.Length).ToList();
        Assert.Equal(expected, steps);
        Assert.Equal(expected.Select((_, index) => $"{expected.Take(index + 1).Sum()}"), seen);
    }

    [Fact]
    public void A_writer_that_is_not_completed_keeps_what_was_committed_and_no_more()
    {
        using var database = TestDatabase.Create(Keyed);
        var batch = database.Batch("t", Enumerable.Range(0, 130).Select(id => new object?[] { id, "m", id }).ToArray());
        using (var writer = database.Session.OpenWriter(
            TestDatabase.Request(batch, "t") with { RowsPerStatement = 10, StatementsPerTransaction = 6 }, CancellationToken.None))
            writer.Write(batch, CancellationToken.None);
        Assert.Equal("120", database.ReadValue("SELECT count(*)::int FROM t"));
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = false }, database.Batch("t", [500, null, 1]));
        Assert.Equal("121", database.ReadValue("SELECT count(*)::int FROM t"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Rows_of_64_kib_and_one_of_20_mb_enter_whole(bool isBulk, bool isBatch)
    {
        using var database = TestDatabase.Create("CREATE TABLE t (id int, x text, by bytea);");
        var batch = database.Batch("t", Enumerable.Range(0, 40).Select(id => new object?[] { id, new string((char)('a' + (id % 26)), 65_536), new byte[10] }).ToArray());
        var large = database.Batch("t", [100, new string('z', 20_000_000), new byte[1_000_000]], [101, "", null]);
        database.Write(TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk, IsBatch = isBatch }, batch, large);
        Assert.Equal("42|22621440|1000400", database.Psql("SELECT count(*), sum(length(x)), sum(length(by)) FROM t"));
        Assert.Equal("40", database.Psql("SELECT count(*) FROM t WHERE x = repeat(chr(97 + id % 26), 65536)"));
    }

    [Fact]
    public void A_table_that_copy_would_treat_otherwise_gets_inserts()
    {
        using var database = TestDatabase.Create("""
            CREATE TABLE base (id int, v text);
            CREATE VIEW v AS SELECT * FROM base;
            CREATE TABLE ruled (id int, v text);
            CREATE RULE r AS ON INSERT TO ruled DO INSTEAD INSERT INTO base VALUES (NEW.id, 'by rule');
            CREATE TABLE identities (id int GENERATED ALWAYS AS IDENTITY, v text);
            """);
        foreach (var table in new[] { "v", "ruled" })
        {
            var batch = database.Batch(table, [1, table]);
            database.Write(TestDatabase.Request(batch, table), batch);
        }
        Assert.Equal("1|v\n1|by rule", database.Psql("SELECT * FROM base ORDER BY v DESC"));
        var refused = database.Batch("identities", [7, "x"]);
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(refused, "identities"), refused));
        Assert.Contains("cannot insert a non-DEFAULT value into column \"id\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_rows_do_not_bring_get_their_defaults()
    {
        using var database = TestDatabase.Create("CREATE TABLE t (id serial PRIMARY KEY, v text, w text DEFAULT 'none', twice int GENERATED ALWAYS AS (length(v) * 2) STORED);");
        var described = database.Session.DescribeTable(new("t"), CancellationToken.None);
        Assert.Equal([true, false, false, true], described.Columns.Select(column => column.IsGenerated));
        var batch = TestDatabase.Batch(new([described[1]]), ["abc"], ["d"]);
        database.Write(TestDatabase.Request(batch, "t") with { AreColumnsNamed = true }, batch);
        Assert.Equal("1|abc|none|6\n2|d|none|2", database.Psql("SELECT * FROM t ORDER BY id"));
    }
}
