using Levada.Servers;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class ServerTests
{
    [Fact]
    public void Two_databases_of_the_test_server_are_apart()
    {
        Assert.SkipWhen(PostgreSqlServer.Shared.SkipReason is not null, PostgreSqlServer.Shared.SkipReason ?? "");
        var first = PostgreSqlServer.Shared.NewDatabase("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2);");
        var second = PostgreSqlServer.Shared.NewDatabase("CREATE TABLE t (a int);");
        Assert.Equal("2\n", PostgreSqlServer.Shared.RunSql(first, "SELECT COUNT(*) FROM t"));
        Assert.Equal("0\n", PostgreSqlServer.Shared.RunSql(second, "SELECT COUNT(*) FROM t"));
    }
}
