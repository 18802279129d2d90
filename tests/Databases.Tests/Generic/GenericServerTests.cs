using Levada.Databases.Tests.Sqlite;
using Levada.Servers;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.Generic;

/// <summary>Real servers through providers of the user's: what the generic connector makes of dates, numbers and texts.</summary>
public sealed class GenericServerTests : IDisposable
{
    private readonly UserProviders _providers = new();

    public void Dispose() => _providers.Dispose();

    [Fact]
    public void PostgreSQL_is_read_and_written_through_a_provider_of_the_users()
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var name = server.NewDatabase(
            """
            CREATE TABLE t (i int PRIMARY KEY, s smallint, l bigint, n numeric(20,5), f real, d double precision, b boolean, dt date, tm time, ts timestamp, v varchar(10), y bytea);
            INSERT INTO t VALUES (1, -32768, 9223372036854775807, 1.5, 0.5, 1e300, true, '2020-02-29', '23:59:59.123456', '2020-01-02 03:04:05.678', 'Ünï', '\x00ff'),
              (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE u AS SELECT * FROM t WHERE false;
            """);
        Check("Npgsql", $"jdbc:other://{server.Host}:{server.Port}/{name}", server.User, server.Password);
        Assert.Equal("2\n", server.RunSql(name, "SELECT COUNT(*) FROM (SELECT * FROM t INTERSECT SELECT * FROM u) x"));
    }

    [Fact]
    public void MySQL_is_read_and_written_through_a_provider_of_the_users()
    {
        var server = MariaDbServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var name = server.NewDatabase(
            """
            CREATE TABLE t (i int PRIMARY KEY, s smallint, l bigint, n decimal(20,5), f float, d double, b tinyint(1), dt date, tm time(6), ts datetime(3), v varchar(10), y varbinary(10));
            INSERT INTO t VALUES (1, -32768, 9223372036854775807, 1.5, 0.5, 1e300, true, '2020-02-29', '23:59:59.123456', '2020-01-02 03:04:05.678', 'Ünï', x'00ff'),
              (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE u AS SELECT * FROM t WHERE false;
            """);
        Check("MySqlConnector", $"jdbc:other://{server.Host}:{server.Port}/{name}", server.User, server.Password);
        Assert.Equal("2\n", server.RunScript(name, "SELECT COUNT(*) FROM (SELECT * FROM t INTERSECT SELECT * FROM u) x"));
    }

    [Fact]
    public void A_statement_is_cancelled_on_the_server_and_a_wrong_password_is_not_shown()
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var request = new DatabaseRequest($"jdbc:other://{server.Host}:{server.Port}/{server.NewDatabase()}", server.User, server.Password)
        {
            Driver = "Npgsql.NpgsqlFactory",
            ProvidersFolder = _providers.Path,
        };
        using var database = DatabaseFactory.Open(request);
        using var session = database.OpenSession(CancellationToken.None);
        using var cancellation = new CancellationTokenSource(100);
        Assert.ThrowsAny<OperationCanceledException>(() => session.Execute("SELECT pg_sleep(60)", cancellation.Token));

        using var other = DatabaseFactory.Open(request with { Password = "hunter2" });
        Assert.DoesNotContain("hunter2", Assert.Throws<Transfer.TransferException>(() => other.OpenSession(CancellationToken.None)).Message);
    }

    private void Check(string driver, string url, string user, string password)
    {
        using var database = DatabaseFactory.Open(new DatabaseRequest(url, user, password) { Driver = driver, ProvidersFolder = _providers.Path });
        using var session = database.OpenSession(CancellationToken.None);
        string[] expected =
        [
            "1|-32768|9223372036854775807|150000e-5|0.5|1E+300|true|2020-02-29|23:59:59.1234560|2020-01-02 03:04:05.678|Ünï|00ff",
            "2|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL",
        ];
        Assert.Equal(expected, RowText.Of(session, "SELECT * FROM t ORDER BY i"));
        Assert.Equal(["i"], session.PrimaryKey(new("t"), CancellationToken.None));
        Assert.Contains("u", session.ListTables(null, CancellationToken.None));
        Copy(session);
        Assert.Equal(expected, RowText.Of(session, "SELECT * FROM u ORDER BY i"));
    }

    private static void Copy(IDatabaseSession session)
    {
        var schema = session.DescribeTable(new("t"), CancellationToken.None);
        var batch = new RowBatch(schema);
        using (var reader = session.Read(new ReadRequest("SELECT * FROM t", schema), CancellationToken.None))
            Assert.True(reader.Read(batch, CancellationToken.None));
        using var writer = session.OpenWriter(new WriteRequest(new("u"), schema, WriteMode.Insert), CancellationToken.None);
        writer.Write(batch, CancellationToken.None);
        writer.Complete(CancellationToken.None);
    }
}
