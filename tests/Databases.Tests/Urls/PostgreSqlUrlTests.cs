using Levada.Databases.PostgreSql;
using Levada.Databases.Urls;
using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Tests.Urls;

public sealed class PostgreSqlUrlTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public void Hosts_account_and_properties_become_settings()
    {
        var settings = Settings(
            "jdbc:postgresql://h1:1,h2/shop?user=ann&password=pw&currentSchema=a,b&ApplicationName=job&sslmode=verify-ca&sslrootcert=/r.pem"
            + "&connectTimeout=7&socketTimeout=60&tcpKeepAlive=true&options=-c%20x%3D1&targetServerType=preferSlave&prepareThreshold=0&reWriteBatchedInserts=true");
        Assert.Equal([new PostgreSqlHost("h1", 1), new PostgreSqlHost("h2")], settings.Hosts);
        Assert.Equal(("shop", "ann", "pw", "a,b", "job"), (settings.Database, settings.UserName, settings.Password, settings.CurrentSchema, settings.ApplicationName));
        Assert.Equal((PostgreSqlTlsMode.VerifyCa, "/r.pem", PostgreSqlServerRole.PreferSecondary), (settings.TlsMode, settings.RootCertificateFile, settings.Role));
        Assert.Equal((7, 60, true, "-c x=1"), (settings.ConnectTimeoutSeconds, settings.SocketTimeoutSeconds, settings.IsTcpKeepAlive, settings.Options));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_short_URL_means_this_machine_and_the_accounts_own_database()
    {
        var settings = Settings("jdbc:postgresql:/", "bob", "pw");
        Assert.Equal([new PostgreSqlHost("localhost")], settings.Hosts);
        Assert.Equal(("bob", "bob", "pw", 0), (settings.Database, settings.UserName, settings.Password, settings.SocketTimeoutSeconds));
    }

    [Theory]
    [InlineData("", PostgreSqlTlsMode.Prefer)]
    [InlineData("ssl=true", PostgreSqlTlsMode.VerifyFull)]
    [InlineData("ssl", PostgreSqlTlsMode.VerifyFull)]
    [InlineData("ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory", PostgreSqlTlsMode.Require)]
    [InlineData("ssl=true&sslmode=require", PostgreSqlTlsMode.Require)]
    [InlineData("ssl=false", PostgreSqlTlsMode.Prefer)]
    [InlineData("sslmode=disable", PostgreSqlTlsMode.Disable)]
    public void TLS_is_what_the_driver_would_make_of_the_properties(string properties, PostgreSqlTlsMode expected) =>
        Assert.Equal(expected, Settings($"jdbc:postgresql://h/shop?{properties}").TlsMode);

    [Fact]
    public void A_parameter_file_counts_like_the_URL_and_the_URL_before_it()
    {
        var request = new DatabaseRequest("jdbc:postgresql://h/shop?sslmode=require", null, null)
        {
            Parameters = [new("sslmode", "disable"), new("currentSchema", "s"), new("user", "ann"), new("colour", "blue")],
            Warn = _warnings.Add,
        };
        var settings = PostgreSqlUrl.SettingsOf(JdbcUrl.Parse(request.Url), request);
        Assert.Equal((PostgreSqlTlsMode.Require, "s", "ann"), (settings.TlsMode, settings.CurrentSchema, settings.UserName));
        Assert.Equal(["The connection property colour is not known and has no effect."], _warnings);
    }

    [Fact]
    public void A_schema_of_the_command_line_counts_before_the_URLs()
    {
        var request = new DatabaseRequest("jdbc:postgresql://h/shop?currentSchema=a", null, null) { ConnectorArguments = ["--schema", "My \"S\""], Warn = _warnings.Add };
        Assert.Equal("\"My \"\"S\"\"\"", PostgreSqlUrl.SettingsOf(JdbcUrl.Parse(request.Url), request).CurrentSchema);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_mode_that_does_not_exist_is_an_error() =>
        Assert.Throws<TransferException>(() => Settings("jdbc:postgresql://h/shop?sslmode=hunter2"));

    private PostgreSqlSettings Settings(string url, string? userName = null, string? password = null)
    {
        var request = new DatabaseRequest(url, userName, password) { Warn = _warnings.Add };
        return PostgreSqlUrl.SettingsOf(JdbcUrl.Parse(url), request);
    }
}
