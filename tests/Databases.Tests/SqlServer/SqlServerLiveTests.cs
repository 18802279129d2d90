using Levada.Databases.Tests.Sqlite;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.SqlServer;

/// <summary>Against a real server, whose JDBC URL with account the variable SQOOP_TEST_SQLSERVER holds. Tables are made and dropped there.</summary>
/// <remarks>DOTNET_SYSTEM_GLOBALIZATION_INVARIANT must be 0.</remarks>
public sealed class SqlServerLiveTests : IDisposable
{
    private const string Variable = "SQOOP_TEST_SQLSERVER";

    private readonly string _suffix = Guid.NewGuid().ToString("N")[..8];
    private readonly IDatabase? _database;
    private readonly IDatabaseSession? _session;

    public SqlServerLiveTests()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } url)
            return;
        _database = DatabaseFactory.Open(new DatabaseRequest(url, null, null));
        _session = _database.OpenSession(CancellationToken.None);
    }

    private IDatabaseSession Session
    {
        get
        {
            Assert.SkipWhen(_session is null, $"{Variable} holds no connection.");
            return _session!;
        }
    }

    public void Dispose()
    {
        if (_session is not null)
            foreach (var table in _session.ListTables(null, default).Where(name => name.EndsWith(_suffix, StringComparison.Ordinal)))
                _session.Execute($"DROP TABLE [{table}]", default);
        _session?.Dispose();
        _database?.Dispose();
    }

    [Fact]
    public void Values_at_the_limits_of_their_types_are_read_as_they_are()
    {
        var table = Create(
            """
            (ti tinyint, i int, bi bigint, d decimal(38,10), m money, r real, f float, dt date, t time(7), t2 datetime2(7), t1 datetime,
             o datetimeoffset(7), u uniqueidentifier, v varchar(20), nv nvarchar(max), b varbinary(max), bo bit)
            """);
        Session.Execute(
            $"""
            INSERT INTO {table} VALUES (255, -2147483648, 9223372036854775807, -9999999999999999999999999999.9999999999, -922337203685477.5808, 0.5, 1e300,
              '00010101', '23:59:59.9999999', '9999-12-31T23:59:59.9999999', '2020-01-01T00:00:00.003', '2020-01-01T00:00:00.1+02:00',
              '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'a,b', N'Zoë 🐟', 0x00FF, 1), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """, default);
        Assert.Equal(
            [
                "255|-2147483648|9223372036854775807|-99999999999999999999999999999999999999e-10|-9223372036854775808e-4|0.5|1E+300|0001-01-01|23:59:59.9999999"
                + "|9999-12-31 23:59:59.9999999|2020-01-01 00:00:00.003|2020-01-01 00:00:00.1 +02:00|6F9619FF-8B86-D011-B42D-00C04FC964FF|a,b|Zoë 🐟|00ff|true",
                string.Join('|', Enumerable.Repeat("NULL", 17)),
            ],
            RowText.Of(Session, $"SELECT * FROM {table} ORDER BY CASE WHEN ti IS NULL THEN 1 ELSE 0 END"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_read_is_written_back_the_same(bool isBulk)
    {
        var from = Create("(id int NOT NULL PRIMARY KEY, d decimal(20,5), t datetime2, v nvarchar(40), b varbinary(10))", "from");
        var to = Create("(id int NOT NULL PRIMARY KEY, d decimal(20,5), t datetime2, v nvarchar(40), b varbinary(10))", "to");
        Session.Execute($"INSERT INTO {from} VALUES (1, 1.5, '2020-01-01T00:00:00.1234567', N'Ünï', 0x00), (2, NULL, NULL, N'', 0x)", default);
        var schema = Session.DescribeTable(new(to.Trim('[', ']')), default);
        Copy($"SELECT * FROM {from}", new WriteRequest(new(to.Trim('[', ']')), schema, WriteMode.Insert) { IsBulkAllowed = isBulk });
        Assert.Equal(RowText.Of(Session, $"SELECT * FROM {from} ORDER BY id"), RowText.Of(Session, $"SELECT * FROM {to} ORDER BY id"));
        var failure = Assert.Throws<TransferException>(() => Copy($"SELECT * FROM {from}", new WriteRequest(new(to.Trim('[', ']')), schema, WriteMode.Insert) { IsBulkAllowed = isBulk }));
        Assert.StartsWith("part-m-00000:1: ", failure.Message);
        Assert.Equal(["id"], Session.PrimaryKey(new(to.Trim('[', ']')), default));
    }

    [Fact]
    public void An_upsert_changes_rows_that_exist_and_inserts_others()
    {
        var from = Create("(id int, v nvarchar(10))", "from");
        var to = Create("(id int PRIMARY KEY, v nvarchar(10))", "to");
        Session.Execute($"INSERT INTO {from} VALUES (2, N'new2'), (3, N'new3'); INSERT INTO {to} VALUES (1, N'old1'), (2, N'old2')", default);
        Copy($"SELECT * FROM {from}", new WriteRequest(new(to.Trim('[', ']')), Session.DescribeTable(new(to.Trim('[', ']')), default), WriteMode.Upsert) { Keys = ["id"] });
        Assert.Equal(["1|old1", "2|new2", "3|new3"], RowText.Of(Session, $"SELECT * FROM {to} ORDER BY id"));
    }

    [Fact]
    public void Sessions_of_a_snapshot_see_one_state_where_the_database_allows_it()
    {
        var table = Create("(id int)");
        Session.Execute($"INSERT INTO {table} VALUES (1)", default);
        using var snapshot = _database!.OpenSnapshot(new SnapshotRequest(new(table.Trim('[', ']')), 2, true, false), default);
        Assert.SkipWhen(snapshot.Reservation is not null, snapshot.Reservation ?? "");
        Session.Execute($"INSERT INTO {table} VALUES (2)", default);
        Assert.All(snapshot.Sessions, session => Assert.Equal(["1"], RowText.Of(session, $"SELECT id FROM {table}")));
    }

    [Fact]
    public void Cancelling_ends_a_statement_on_the_server()
    {
        using var cancellation = new CancellationTokenSource(200);
        Assert.ThrowsAny<OperationCanceledException>(() => Session.Execute("WAITFOR DELAY '00:01:00'", cancellation.Token));
    }

    private string Create(string columns, string name = "t")
    {
        var table = $"[levada_{name}_{_suffix}]";
        Session.Execute($"CREATE TABLE {table} {columns}", default);
        return table;
    }

    private void Copy(string sql, WriteRequest request)
    {
        using var reader = Session.Read(new ReadRequest(sql), default);
        var batch = new RowBatch(reader.Schema);
        Assert.True(reader.Read(batch, default));
        reader.Dispose();
        batch.SourceName = "part-m-00000";
        for (var row = 0; row < batch.RowCount; row++)
            batch.SetPosition(row, row + 1);
        using var writer = Session.OpenWriter(request, default);
        writer.Write(batch, default);
        writer.Complete(default);
    }
}
