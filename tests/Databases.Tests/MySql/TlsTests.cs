using Levada.Servers;
using Levada.Transfer;
using MySqlConnector;

namespace Levada.Databases.Tests.MySql;

public sealed class TlsTests
{
    private const string IsEncrypted = "SELECT variable_value <> '' FROM information_schema.session_status WHERE variable_name = 'Ssl_version'";

    [Theory]
    [InlineData(MySqlSslMode.None, "0")]
    [InlineData(MySqlSslMode.Preferred, "1")]
    [InlineData(MySqlSslMode.Required, "1")]
    public void A_mode_decides_whether_the_connection_is_encrypted(MySqlSslMode mode, string expected)
    {
        using var run = MySqlRun.WithTls(settings => settings with { Tls = mode });
        Assert.Equal([expected], run.Read(IsEncrypted));
    }

    [Theory]
    [InlineData(MySqlSslMode.VerifyCA)]
    [InlineData(MySqlSslMode.VerifyFull)]
    public void A_servers_certificate_is_checked_against_the_given_authority(MySqlSslMode mode)
    {
        using var trusting = MySqlRun.WithTls(settings => settings with { Tls = mode, TrustedCertificatesFile = File("root.crt") });
        Assert.Equal(["1"], trusting.Read(IsEncrypted));
        using var strange = MySqlRun.WithTls(settings => settings with { Tls = mode, TrustedCertificatesFile = File("client.crt") });
        var failure = Assert.Throws<TransferException>(strange.OpenSession);
        Assert.Contains("serverSslCert=FILE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_certificate_lets_in_who_must_have_one()
    {
        using var run = MySqlRun.WithTls(settings => settings with
        {
            UserName = "certified", Password = null, Tls = MySqlSslMode.Required, ClientCertificateFile = File("client.crt"), ClientKeyFile = File("client.key"),
        });
        run.Ask("CREATE USER certified REQUIRE X509; GRANT ALL ON *.* TO certified");
        Assert.Equal(["certified@%"], run.Read("SELECT current_user()"));
    }

    private static string File(string name) => Path.Combine(MariaDbServer.WithTls.CertificateFolder, name);
}
