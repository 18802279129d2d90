using Levada.Databases.Generic;
using Levada.Databases.Tests.Sqlite;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.Generic;

public sealed class GenericDatabaseTests : IDisposable
{
    private const string Everything =
        "CREATE TABLE t (i INTEGER PRIMARY KEY, r REAL, v TEXT NOT NULL, y BLOB); INSERT INTO t VALUES (1, 0.5, 'Ünï', x'00ff'), (2, NULL, '', NULL), (9223372036854775807, -1e300, 'a,b', x'')";

    private readonly UserProviders _providers = new();

    public void Dispose() => _providers.Dispose();

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Microsoft.Data.Sqlite.SqliteFactory")]
    [InlineData("microsoft.data.sqlite.dll")]
    [InlineData("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite")]
    public void A_provider_of_the_folder_is_found_by_assembly_or_factory_and_kept_apart_from_our_own(string name)
    {
        var factory = new ProviderFolder(_providers.Path).Find(name);
        Assert.NotNull(factory);
        Assert.Equal("Microsoft.Data.Sqlite.SqliteFactory", factory.GetType().FullName);
        Assert.NotEqual(typeof(Microsoft.Data.Sqlite.SqliteFactory), factory.GetType());
    }

    [Fact]
    public void Rows_are_read_by_typed_getters()
    {
        using var file = new SqliteTestFile(Everything);
        using var database = Open(file);
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(["1|0.5|Ünï|00ff", "2|NULL||NULL", "9223372036854775807|-1E+300|a,b|"], RowText.Of(session, "SELECT * FROM t ORDER BY i"));
        var table = session.DescribeTable(new("t"), CancellationToken.None);
        Assert.Equal([ColumnKind.Int64, ColumnKind.Float64, ColumnKind.Text, ColumnKind.Bytes], table.Columns.Select(column => column.Kind));
        Assert.False(table[2].IsNullable);
        Assert.Equal(["i"], session.PrimaryKey(new("t"), CancellationToken.None));
    }

    [Fact]
    public void What_was_read_is_written_back_the_same()
    {
        using var file = new SqliteTestFile($"{Everything}; CREATE TABLE u (i INTEGER PRIMARY KEY, r REAL, v TEXT, y BLOB)");
        using var database = Open(file);
        using var session = database.OpenSession(CancellationToken.None);
        var commits = new List<long>();
        Write(session, new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Insert)
        {
            RowsPerStatement = 1,
            StatementsPerTransaction = 2,
            Committed = commits.Add,
        });
        Assert.Equal(file.Rows("SELECT i, r, v, hex(y), typeof(y) FROM t"), file.Rows("SELECT i, r, v, hex(y), typeof(y) FROM u"));
        Assert.Equal([2, 1], commits);
        var failure = Assert.Throws<TransferException>(
            () => Write(session, new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Insert)));
        Assert.StartsWith("part-m-00000:1: ", failure.Message);
    }

    [Fact]
    public void An_update_finds_rows_by_their_keys()
    {
        using var file = new SqliteTestFile($"{Everything}; CREATE TABLE u AS SELECT i, 7 AS r, v, y FROM t WHERE i < 3");
        using var database = Open(file);
        using var session = database.OpenSession(CancellationToken.None);
        Write(session, new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Update) { Keys = ["i"] });
        Assert.Equal(["1|0.5", "2|NULL"], file.Rows("SELECT i, r FROM u ORDER BY i"));
        Assert.Throws<TransferException>(() => session.OpenWriter(
            new WriteRequest(new("u"), session.DescribeTable(new("t"), default), WriteMode.Upsert) { Keys = ["i"] }, default));
    }

    [Fact]
    public void Eval_and_transactions_work_and_listing_says_what_it_lacks()
    {
        using var file = new SqliteTestFile(Everything);
        using var database = Open(file);
        using var session = database.OpenSession(CancellationToken.None);
        using (var rows = session.Eval("SELECT COUNT(*) FROM t", CancellationToken.None).Rows)
            Assert.Equal(["3"], RowText.All(rows!));
        Assert.Equal(2, session.Eval("DELETE FROM t WHERE i < 3", CancellationToken.None).ChangedCount);
        Assert.Throws<TransferException>(() => session.ExecuteTransaction(["DELETE FROM t", "DELETE FROM nothing"], CancellationToken.None));
        Assert.Equal(["9223372036854775807"], file.Rows("SELECT i FROM t"));
        Assert.Throws<TransferException>(() => session.ListTables(null, CancellationToken.None));
        Assert.Throws<TransferException>(() => session.ListDatabases(CancellationToken.None));
    }

    [Fact]
    public void Sessions_of_a_snapshot_say_that_they_share_no_state()
    {
        using var file = new SqliteTestFile(Everything);
        using var database = Open(file);
        using var snapshot = database.OpenSnapshot(new SnapshotRequest(new("t"), 2, true, false), CancellationToken.None);
        Assert.NotNull(snapshot.Reservation);
        Assert.All(snapshot.Sessions, session => Assert.Equal(["3"], RowText.Of(session, "SELECT COUNT(*) FROM t")));
    }

    [Fact]
    public void Large_values_go_where_the_caller_wants_them()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (b BLOB, v TEXT); INSERT INTO t VALUES (x'0102030405', 'abcdef'), (x'01020304', 'a')");
        using var database = Open(file);
        using var session = database.OpenSession(CancellationToken.None);
        var store = new ListStore();
        using var reader = session.Read(new ReadRequest("SELECT * FROM t") { LargeObjects = store }, CancellationToken.None);
        Assert.Equal(["~lob0|abcdef", "01020304|a"], RowText.All(reader));
        Assert.Equal(["0102030405"], store.Values);
    }

    private IDatabase Open(SqliteTestFile file) => DatabaseFactory.Open(
        new DatabaseRequest($"jdbc:other:{file.Path}", null, null) { Driver = "Microsoft.Data.Sqlite", ProvidersFolder = _providers.Path });

    private static void Write(IDatabaseSession session, WriteRequest request)
    {
        using var reader = session.Read(new ReadRequest("SELECT * FROM t ORDER BY i"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        Assert.True(reader.Read(batch, CancellationToken.None));
        reader.Dispose();
        batch.SourceName = "part-m-00000";
        for (var row = 0; row < batch.RowCount; row++)
            batch.SetPosition(row, row + 1);
        using var writer = session.OpenWriter(request, CancellationToken.None);
        writer.Write(batch, CancellationToken.None);
        writer.Complete(CancellationToken.None);
    }
}
