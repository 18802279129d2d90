using Levada.Databases.Tests.Sqlite;
using Levada.Servers;

namespace Levada.Databases.Tests.Urls;

/// <summary>A URL reaches the server that it names, with the account in the URL or beside it.</summary>
public sealed class LiveServerTests
{
    [Fact]
    public void A_PostgreSQL_URL_reaches_its_server()
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var url = server.JdbcUrl(server.NewDatabase("CREATE TABLE t (id int); INSERT INTO t VALUES (7);"));
        Check(new DatabaseRequest(url, server.User, server.Password));
        Check(new DatabaseRequest($"{url}?user={server.User}&password={Uri.EscapeDataString(server.Password)}&sslmode=disable", null, null));
    }

    [Fact]
    public void A_schema_of_the_command_line_is_where_PostgreSQLs_tables_are()
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var name = server.NewDatabase("CREATE SCHEMA \"S x\"; CREATE TABLE t (id int); CREATE TABLE \"S x\".t (id int); INSERT INTO \"S x\".t VALUES (7);");
        Check(new DatabaseRequest(server.JdbcUrl(name), server.User, server.Password) { ConnectorArguments = ["--schema", "S x"] });
    }

    [Theory]
    [InlineData("mysql")]
    [InlineData("mariadb")]
    public void A_MySQL_URL_reaches_its_server(string scheme)
    {
        var server = MariaDbServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var url = server.JdbcUrl(server.NewDatabase("CREATE TABLE t (id int); INSERT INTO t VALUES (7);")).Replace("mysql", scheme, StringComparison.Ordinal);
        Check(new DatabaseRequest(url, server.User, server.Password));
        Check(new DatabaseRequest($"{url}?user={server.User}&password={Uri.EscapeDataString(server.Password)}&useSSL=false&useUnicode=true", null, null));
        var account = $"{server.User}:{Uri.EscapeDataString(server.Password)}@";
        Check(new DatabaseRequest(url.Replace("//", $"//{account}", StringComparison.Ordinal), null, null));
    }

    private static void Check(DatabaseRequest request)
    {
        using var database = DatabaseFactory.Open(request);
        using var session = database.OpenSession(CancellationToken.None);
        Assert.Equal(["7"], RowText.Of(session, "SELECT id FROM t"));
    }
}
