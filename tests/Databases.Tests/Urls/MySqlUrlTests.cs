using Levada.Databases.MySql;
using Levada.Databases.Urls;
using Levada.Transfer;
using Levada.Transfer.Urls;
using MySqlConnector;

namespace Levada.Databases.Tests.Urls;

public sealed class MySqlUrlTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public void Hosts_account_and_properties_become_settings()
    {
        var settings = Settings(
            "jdbc:mysql:replication://ann:pw@[h1:1,h2]/shop?allowPublicKeyRetrieval=true&useCompression=true&connectTimeout=1500&socketTimeout=60000"
            + "&tinyInt1isBit=false&zeroDateTimeBehavior=CONVERT_TO_NULL&serverTimezone=Europe/Berlin&jdbcCompliantTruncation=false"
            + "&sessionVariables=sql_mode='A,B',x=f(1,2);y=3&useUnicode=true&characterEncoding=UTF-8&rewriteBatchedStatements=true&useCursorFetch=true&useSSL=false");
        Assert.Equal([new MySqlEndpoint("h1", 1), new MySqlEndpoint("h2")], settings.Endpoints);
        Assert.Equal(("shop", "ann", "pw", MySqlSslMode.None), (settings.Database, settings.UserName, settings.Password, settings.Tls));
        Assert.Equal((true, true, 2, 60), (settings.IsPublicKeyRetrievalAllowed, settings.IsCompressed, settings.ConnectSeconds, settings.CommandSeconds));
        Assert.Equal((false, ZeroDates.Null, "Europe/Berlin", false), (settings.IsTinyInt1Boolean, settings.ZeroDates, settings.TimeZone, settings.IsStrict));
        Assert.Equal(["sql_mode='A,B'", "x=f(1,2)", "y=3"], settings.SessionVariables);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_short_URL_means_this_machine_and_no_database()
    {
        var settings = Settings("jdbc:mysql:///");
        Assert.Equal([new MySqlEndpoint("localhost")], settings.Endpoints);
        Assert.Equal((null, null, 30, 0, true), (settings.Database, settings.TimeZone, settings.ConnectSeconds, settings.CommandSeconds, settings.IsStrict));
        Assert.Empty(settings.SessionVariables);
    }

    [Theory]
    [InlineData("mysql", "", MySqlSslMode.Preferred)]
    [InlineData("mysql", "useSSL=false", MySqlSslMode.None)]
    [InlineData("mysql", "useSSL=true", MySqlSslMode.Preferred)]
    [InlineData("mysql", "useSSL=true&requireSSL=true", MySqlSslMode.Required)]
    [InlineData("mysql", "useSSL=true&verifyServerCertificate=true", MySqlSslMode.VerifyCA)]
    [InlineData("mysql", "sslMode=VERIFY_IDENTITY&useSSL=false", MySqlSslMode.VerifyFull)]
    [InlineData("mysql", "sslMode=DISABLED", MySqlSslMode.None)]
    [InlineData("mariadb", "useSsl=true", MySqlSslMode.VerifyFull)]
    [InlineData("mariadb", "useSsl=true&trustServerCertificate=true", MySqlSslMode.Required)]
    [InlineData("mariadb", "useSsl=true&disableSslHostnameVerification=true", MySqlSslMode.VerifyCA)]
    [InlineData("mariadb", "sslMode=verify-full", MySqlSslMode.VerifyFull)]
    [InlineData("mariadb", "sslMode=trust", MySqlSslMode.Required)]
    public void TLS_is_what_the_drivers_would_make_of_the_properties(string scheme, string properties, MySqlSslMode expected)
    {
        Assert.Equal(expected, Settings($"jdbc:{scheme}://h/shop?{properties}").Tls);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Certificates_are_PEM_files_and_Java_key_stores_are_refused_where_they_would_count()
    {
        Assert.Equal("/c/ca.pem", Settings("jdbc:mysql://h/shop?sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:///c/ca.pem").TrustedCertificatesFile);
        Assert.Equal("/c/ca.pem", Settings("jdbc:mariadb://h/shop?sslMode=verify-full&serverSslCert=/c/ca.pem").TrustedCertificatesFile);
        Assert.Null(Settings("jdbc:mysql://h/shop?useSSL=false&trustCertificateKeyStoreUrl=file:/c/trust.jks&trustCertificateKeyStorePassword=hunter2").TrustedCertificatesFile);
        var failure = Assert.Throws<TransferException>(
            () => Settings("jdbc:mysql://h/shop?sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/c/trust.jks&trustCertificateKeyStorePassword=hunter2"));
        Assert.Contains("PEM", failure.Message);
        Assert.DoesNotContain("hunter2", failure.Message);
    }

    [Theory]
    [InlineData("connectionTimeZone=LOCAL", "Asia/Tokyo")]
    [InlineData("connectionTimeZone=SERVER", null)]
    [InlineData("connectionTimeZone=UTC&serverTimezone=Europe/Berlin", "UTC")]
    [InlineData("serverTimezone=GMT%2B8", "GMT+8")]
    [InlineData("serverTimezone=GMT+8", "GMT+8")]
    public void The_zone_of_sessions_is_the_one_the_URL_names(string properties, string? expected) =>
        Assert.Equal(expected, Settings($"jdbc:mysql://h/shop?{properties}").TimeZone);

    [Theory]
    [InlineData("zeroDateTimeBehavior=round", ZeroDates.Round)]
    [InlineData("zeroDateTimeBehavior=EXCEPTION", ZeroDates.Refuse)]
    public void Zero_dates_are_treated_as_the_URL_says(string properties, object expected) =>
        Assert.Equal(expected, Settings($"jdbc:mysql://h/shop?{properties}").ZeroDates);

    [Fact]
    public void Names_that_no_driver_knows_are_warned_of()
    {
        Settings("jdbc:mysql://h/shop?useSLL=true");
        Assert.Equal(["The connection property useSLL is not known and has no effect."], _warnings);
        Assert.Throws<TransferException>(() => Settings("jdbc:mysql://h/shop?sslMode=maybe"));
        Assert.Throws<TransferException>(() => Settings("jdbc:mysql://h/shop?zeroDateTimeBehavior=maybe"));
    }

    private MySqlSettings Settings(string url)
    {
        var request = new DatabaseRequest(url, null, null) { Warn = _warnings.Add, TimeZone = "Asia/Tokyo" };
        return MySqlUrl.SettingsOf(JdbcUrl.Parse(url), request);
    }
}
