using Levada.Databases.SqlServer;
using Levada.Databases.Urls;
using Levada.Transfer;
using Levada.Transfer.Urls;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.Tests.SqlServer;

public sealed class SqlServerUrlTests
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData("jdbc:sqlserver://h:1444;databaseName=shop;user=ann;password={p;w};encrypt=true;trustServerCertificate=true", "h,1444|shop|ann|p;w|True|True")]
    [InlineData("jdbc:sqlserver://h\\inst;database=shop;encrypt=strict;hostNameInCertificate=x", "h\\inst|shop|||Strict|False")]
    [InlineData("jdbc:sqlserver://h\\inst:1444;encrypt=false", "h,1444||||False|False")]
    [InlineData("jdbc:sqlserver://;serverName=h;encrypt=false", "h||||False|False")]
    [InlineData("jdbc:jtds:sqlserver://h:1444/shop;instance=i;ssl=require", "h,1444|shop|||True|True")]
    [InlineData("jdbc:jtds:sqlserver://h/shop;instance=i;ssl=off", "h\\i|shop|||False|False")]
    public void A_URL_becomes_the_providers_connection_string(string url, string expected)
    {
        var text = new SqlConnectionStringBuilder(Settings(url).ConnectionText);
        Assert.Equal(
            expected,
            $"{text.DataSource}|{text.InitialCatalog}|{text.UserID}|{text.Password}|{text.Encrypt}|{text.TrustServerCertificate}");
        Assert.Equal((false, false, false), (text.Pooling, text.Enlist, text.PersistSecurityInfo));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_URL_without_encrypt_is_not_encrypted_and_warned_of()
    {
        var text = new SqlConnectionStringBuilder(Settings("jdbc:sqlserver://h").ConnectionText);
        Assert.Equal(SqlConnectionEncryptOption.Optional, text.Encrypt);
        Assert.Contains("names no encrypt", Assert.Single(_warnings));
    }

    [Fact]
    public void Time_outs_keep_their_units_and_statements_have_none_by_themselves()
    {
        var settings = Settings("jdbc:sqlserver://h;encrypt=false;loginTimeout=7;socketTimeout=1500;lockTimeout=250");
        Assert.Equal((7, 2, 250), (new SqlConnectionStringBuilder(settings.ConnectionText).ConnectTimeout, settings.CommandTimeoutSeconds, settings.LockTimeoutMilliseconds));
        settings = Settings("jdbc:sqlserver://h;encrypt=false;lockTimeout=-1");
        Assert.Equal((30, 0, null), (new SqlConnectionStringBuilder(settings.ConnectionText).ConnectTimeout, settings.CommandTimeoutSeconds, settings.LockTimeoutMilliseconds));
    }

    [Fact]
    public void Integrated_security_needs_no_account()
    {
        var text = new SqlConnectionStringBuilder(Settings("jdbc:sqlserver://h;encrypt=false;integratedSecurity=true;authenticationScheme=JavaKerberos", "ann", "pw").ConnectionText);
        Assert.Equal((true, "", ""), (text.IntegratedSecurity, text.UserID, text.Password));
        Assert.Throws<TransferException>(() => Settings("jdbc:jtds:sqlserver://h/shop;ssl=off;domain=D"));
        Assert.Throws<TransferException>(() => Settings("jdbc:sqlserver://h;encrypt=false;authentication=Magic"));
    }

    [Fact]
    public void Arguments_of_the_connector_are_taken_over()
    {
        var request = new DatabaseRequest("jdbc:sqlserver://h;encrypt=false", "ann", "hunter2") { ConnectorArguments = ["--schema", "s", "--table-hints", "NOLOCK", "--identity-insert"] };
        var settings = SqlServerUrl.SettingsOf(JdbcUrl.Parse(request.Url), request);
        Assert.Equal(("s", "NOLOCK", true, true), (settings.Schema, settings.TableHints, settings.IsIdentityInserted, settings.IsUnicodeSent));
        Assert.DoesNotContain("hunter2", settings.ToString());
        using var database = DatabaseFactory.Open(request);
        Assert.Equal("[s].[t] WITH (NOLOCK)", database.Dialect.From(new("t")));
    }

    private SqlServerSettings Settings(string url, string? userName = null, string? password = null)
    {
        var request = new DatabaseRequest(url, userName, password) { Warn = _warnings.Add };
        return SqlServerUrl.SettingsOf(JdbcUrl.Parse(url), request);
    }
}
