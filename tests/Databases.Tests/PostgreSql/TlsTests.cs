using Levada.Databases.PostgreSql;
using Levada.Servers;
using Levada.Transfer;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class TlsTests
{
    private const string IsEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    [Theory]
    [InlineData(PostgreSqlTlsMode.Disable, "false")]
    [InlineData(PostgreSqlTlsMode.Allow, "false")]
    [InlineData(PostgreSqlTlsMode.Prefer, "true")]
    [InlineData(PostgreSqlTlsMode.Require, "true")]
    public void A_mode_decides_whether_the_connection_is_encrypted(PostgreSqlTlsMode mode, string expected)
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with { TlsMode = mode });
        Assert.Equal(expected, database.ReadValue(IsEncrypted));
    }

    [Theory]
    [InlineData(PostgreSqlTlsMode.VerifyCa)]
    [InlineData(PostgreSqlTlsMode.VerifyFull)]
    public void A_servers_certificate_is_checked_against_the_given_authority(PostgreSqlTlsMode mode)
    {
        using var trusting = TestDatabase.OpenEmpty(settings => settings with { TlsMode = mode, RootCertificateFile = File("root.crt") });
        Assert.Equal("true", trusting.ReadValue(IsEncrypted));
        using var strange = TestDatabase.OpenEmpty(settings => settings with { TlsMode = mode, RootCertificateFile = File("client.crt") });
        var failure = Assert.Throws<TransferException>(() => strange.Session);
        Assert.Contains("sslrootcert=FILE", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client.crt", "client.key", null)]
    [InlineData("client.crt", "client.pk8", null)]
    [InlineData("client.crt", "client-encrypted.pk8", "key password")]
    [InlineData(null, "client.p12", "key password")]
    public void A_client_certificate_lets_in_without_a_password(string? certificate, string key, string? password)
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with
        {
            UserName = PostgreSqlServer.Shared.CertifiedUser,
            Password = null,
            TlsMode = PostgreSqlTlsMode.Require,
            CertificateFile = certificate is null ? null : File(certificate),
            KeyFile = File(key),
            KeyPassword = password,
        });
        database.Psql("DO $$ BEGIN CREATE ROLE certified LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;");
        Assert.Equal("certified", database.ReadValue("SELECT current_user"));
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_told_without_its_password()
    {
        using var database = TestDatabase.OpenEmpty(settings => settings with
        {
            TlsMode = PostgreSqlTlsMode.Require, CertificateFile = File("client.crt"), KeyFile = File("client-encrypted.pk8"), KeyPassword = "wrong secret",
        });
        var failure = Assert.Throws<TransferException>(() => database.Session);
        Assert.Contains("client-encrypted.pk8", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong secret", failure.ToString(), StringComparison.Ordinal);
    }

    private static string File(string name) => Path.Combine(PostgreSqlServer.Shared.CertificateFolder, name);
}
