using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class RefusedRowTests
{
    private const string Fixture = """
        CREATE TABLE parent (id int PRIMARY KEY);
        INSERT INTO parent VALUES (1);
        CREATE TABLE t (id int PRIMARY KEY, msg varchar(8), n int2 NOT NULL CHECK (n >= 0), p int REFERENCES parent);
        INSERT INTO t VALUES (77, 'old', 0, 1);
        """;

    [Theory]
    [InlineData(77, "m", 1, 1, "duplicate key value violates unique constraint \"t_pkey\" (SQLSTATE 23505) Key (id)=(77) already exists.")]
    [InlineData(3, "m", 1, 1, "duplicate key value violates unique constraint \"t_pkey\" (SQLSTATE 23505) Key (id)=(3) already exists.")]
    [InlineData(1000, "far too long", 1, 1, "value too long for type character varying(8)")]
    [InlineData(1000, "m", null, 1, "null value in column \"n\" of relation \"t\" violates not-null constraint (SQLSTATE 23502)")]
    [InlineData(1000, "m", -1, 1, "new row for relation \"t\" violates check constraint \"t_n_check\" (SQLSTATE 23514)")]
    [InlineData(1000, "m", 1, 2, "insert or update on table \"t\" violates foreign key constraint \"t_p_fkey\" (SQLSTATE 23503)")]
    [InlineData(1000, "m", 70_000, 1, "PostgreSQL: value \"70000\" is out of range for type smallint (SQLSTATE 22003)")]
    [InlineData(1000, "nul\0", 1, 1, "invalid byte sequence for encoding \"UTF8\": 0x00")]
    public void A_refused_row_is_named_alike_on_every_path(int id, string text, int? number, int parent, string reason)
    {
        using var database = TestDatabase.Create(Fixture);
        foreach (var (isBulk, isBatch) in new[] { (true, false), (false, false), (false, true) })
        {
            var batch = Rows(database, 60, 100, new object?[] { id, text, number, parent });
            var failure = Assert.Throws<TransferException>(() => database.Write(
                TestDatabase.Request(batch, "t") with { IsBulkAllowed = isBulk, IsBatch = isBatch, RowsPerStatement = 32 }, batch));
            Assert.StartsWith("part-m-00000:61: the row was refused. ", failure.Message, StringComparison.Ordinal);
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
            Assert.Equal("77", database.Psql("SELECT string_agg(id::text, ',') FROM t"));
        }
    }

    [Fact]
    public void A_duplicate_of_an_earlier_chunk_of_the_transaction_is_found()
    {
        using var database = TestDatabase.Create("CREATE TABLE t (id int PRIMARY KEY, x text);");
        var wide = new string('x', 5 << 20);
        var first = database.Batch("t", [1, wide], [2, wide]);
        var second = database.Batch("t", [3, "c"], [2, "again"], [4, "d"]);
        second.SourceName = "part-m-00007";
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(first, "t"), first, second));
        Assert.StartsWith("part-m-00007:2: the row was refused. ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("0", database.Psql("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Transactions_before_the_refused_row_stay()
    {
        using var database = TestDatabase.Create(Fixture);
        var batch = Rows(database, 150, 200, [1000, "far too long", 1, 1]);
        Assert.Throws<TransferException>(() => database.Write(
            TestDatabase.Request(batch, "t") with { RowsPerStatement = 10, StatementsPerTransaction = 10 }, batch));
        Assert.Equal("100", database.Psql("SELECT count(*) FROM t WHERE msg = 'm'"));
    }

    [Fact]
    public void A_text_that_the_type_cannot_read_names_row_and_column()
    {
        using var database = TestDatabase.Create("CREATE TABLE t (id int, u uuid);");
        var batch = database.Batch("t", [1, "123e4567-e89b-12d3-a456-426614174000"], [2, "no uuid"]);
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(batch, "t"), batch));
        Assert.Equal("part-m-00000:2: the row was refused. PostgreSQL: invalid input syntax for type uuid: \"no uuid\", column u (SQLSTATE 22P02)", failure.Message);
    }

    [Fact]
    public void A_failure_of_the_whole_statement_blames_no_row()
    {
        using var database = TestDatabase.CreateDatabase("CREATE TABLE t (id int, v text); CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT SELECT ON t TO reader;");
        var batch = database.Batch("t", [1, "a"], [2, "b"]);
        database.Session.Execute("SET ROLE reader", CancellationToken.None);
        var failure = Assert.Throws<TransferException>(() => database.Write(TestDatabase.Request(batch, "t"), batch));
        Assert.Equal("PostgreSQL: permission denied for table t (SQLSTATE 42501)", failure.Message);
        database.Session.Execute("RESET ROLE; DROP OWNED BY reader; DROP ROLE reader", CancellationToken.None);
    }

    private static RowBatch Rows(TestDatabase database, int refusedAt, int count, object?[] refused) => database.Batch(
        "t", Enumerable.Range(0, count).Select(row => row == refusedAt ? refused : [row < 77 ? row : row + 100, "m", 1, 1]).ToArray());
}
