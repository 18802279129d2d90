using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Levada.Transfer;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>Certificates and keys in the forms that JDBC users keep them in.</summary>
internal static class PostgreSqlTls
{
    public static void Apply(PostgreSqlSettings settings, NpgsqlDataSourceBuilder builder)
    {
        builder.ConnectionStringBuilder.SslMode = settings.TlsMode switch
        {
            PostgreSqlTlsMode.Disable => SslMode.Disable,
            PostgreSqlTlsMode.Allow => SslMode.Allow,
            PostgreSqlTlsMode.Prefer => SslMode.Prefer,
            PostgreSqlTlsMode.Require => SslMode.Require,
            PostgreSqlTlsMode.VerifyCa => SslMode.VerifyCA,
            _ => SslMode.VerifyFull,
        };
        if (settings.TlsMode == PostgreSqlTlsMode.Disable)
            return;
        if (settings.RootCertificateFile is { } rootFile)
            builder.ConnectionStringBuilder.RootCertificate = rootFile;
        if (settings.CertificateFile is not null || settings.KeyFile is not null)
        {
            var certificate = LoadClientCertificate(settings);
            builder.UseSslClientAuthenticationOptionsCallback(options => options.ClientCertificates = [certificate]);
        }
    }

    private static X509Certificate2 LoadClientCertificate(PostgreSqlSettings settings)
    {
        var file = settings.KeyFile ?? settings.CertificateFile!;
        try
        {
            if (file.EndsWith(".p12", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
                return X509CertificateLoader.LoadPkcs12FromFile(file, settings.KeyPassword);
            if (settings.CertificateFile is null || settings.KeyFile is null)
                throw new TransferException("A client certificate needs sslcert and sslkey, or a PKCS#12 file as sslkey.");
            file = settings.CertificateFile;
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            file = settings.KeyFile;
            using var whole = Join(certificate, File.ReadAllBytes(file), settings.KeyPassword);
            // Through PKCS#12 the key is usable by TLS on every system.
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TransferException($"The file {file} cannot be used as a client certificate or key: {e.Message}", e);
        }
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, byte[] keyBytes, string? password)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            using var key = RSA.Create();
            Import(key, keyBytes, password);
            return certificate.CopyWithPrivateKey(key);
        }
        using var curve = ECDsa.Create();
        Import(curve, keyBytes, password);
        return certificate.CopyWithPrivateKey(curve);
    }

    private static void Import(AsymmetricAlgorithm key, byte[] bytes, string? password)
    {
        if (!bytes.AsSpan().StartsWith("-----"u8) && password is not null)
            key.ImportEncryptedPkcs8PrivateKey(password, bytes, out _);
        else if (!bytes.AsSpan().StartsWith("-----"u8))
            key.ImportPkcs8PrivateKey(bytes, out _);
        else if (Encoding.ASCII.GetString(bytes) is var text && text.Contains("ENCRYPTED", StringComparison.Ordinal))
            key.ImportFromEncryptedPem(text, password);
        else
            key.ImportFromPem(text);
    }
}
