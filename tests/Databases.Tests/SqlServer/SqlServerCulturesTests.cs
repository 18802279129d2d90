using Levada.Databases.SqlServer;
using Levada.Transfer;

namespace Levada.Databases.Tests.SqlServer;

public sealed class SqlServerCulturesTests
{
    [Fact]
    public void Without_culture_data_the_error_says_how_to_get_them()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(SqlServerCultures.Variable) is "0" or "false", "This process has culture data.");
        using var database = DatabaseFactory.Open(new DatabaseRequest("jdbc:sqlserver://localhost:1;encrypt=false", "ann", "hunter2"));
        var message = Assert.Throws<TransferException>(() => database.OpenSession(CancellationToken.None)).Message;
        Assert.Contains("Set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0", message);
    }

    [Fact]
    public void With_culture_data_the_provider_tries_to_connect()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable(SqlServerCultures.Variable) is "0" or "false", $"{SqlServerCultures.Variable} is not 0: this process has no culture data.");
        using var database = DatabaseFactory.Open(new DatabaseRequest("jdbc:sqlserver://localhost:1;encrypt=false;loginTimeout=1;connectRetryCount=0", "ann", "hunter2"));
        var message = Assert.Throws<TransferException>(() => database.OpenSession(CancellationToken.None)).Message;
        Assert.Contains("SQL Server: ", message);
        Assert.DoesNotContain("hunter2", message);
    }
}
