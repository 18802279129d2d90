using Levada.Transfer;
using Levada.Transfer.Urls;
using MySqlConnector;

namespace Levada.Databases.Urls;

/// <summary>How a URL of MySQL or MariaDB asks for TLS, in the drivers' old words and new ones.</summary>
/// <param name="TrustedCertificatesFile">PEM; null: the system's authorities.</param>
internal sealed record MySqlUrlTls(MySqlSslMode Mode, string? TrustedCertificatesFile, string? ClientCertificateFile, string? ClientKeyFile)
{
    public static MySqlUrlTls Of(UrlPropertyReader reader, bool isMariaDb)
    {
        var mode = ModeOf(reader, isMariaDb);
        var trusted = PemFile(reader, "serverSslCert", isNeeded: true) ?? PemFile(reader, "trustCertificateKeyStoreUrl", mode >= MySqlSslMode.VerifyCA);
        var certificate = PemFile(reader, "clientCertificateKeyStoreUrl", mode > MySqlSslMode.None) ?? PemFile(reader, "keyStore", mode > MySqlSslMode.None);
        reader.Accept(
            "trustCertificateKeyStoreType", "trustCertificateKeyStorePassword", "clientCertificateKeyStoreType", "clientCertificateKeyStorePassword",
            "keyStoreType", "keyStorePassword", "keyPassword", "fallbackToSystemTrustStore", "fallbackToSystemKeyStore");
        return new MySqlUrlTls(mode, mode >= MySqlSslMode.VerifyCA ? trusted : null, certificate, certificate);
    }

    private static MySqlSslMode ModeOf(UrlPropertyReader reader, bool isMariaDb)
    {
        // All are read, so that none of them is reported as unknown when a newer word overrides it.
        var name = reader.Text("sslMode");
        var (isUsed, isRequired) = (reader.Flag("useSSL"), reader.Flag("requireSSL") ?? false);
        var (isVerified, isTrusted) = (reader.Flag("verifyServerCertificate") ?? false, reader.Flag("trustServerCertificate") ?? false);
        var isNameIgnored = reader.Flag("disableSslHostnameVerification") ?? false;
        return name?.Replace("_", "-", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            null or "" => isMariaDb ? OfMariaDb(isUsed ?? false, isTrusted, isNameIgnored) : OfMySql(isUsed, isRequired, isVerified),
            "disabled" or "disable" => MySqlSslMode.None,
            "preferred" => MySqlSslMode.Preferred,
            "required" or "trust" => MySqlSslMode.Required,
            "verify-ca" => MySqlSslMode.VerifyCA,
            "verify-identity" or "verify-full" => MySqlSslMode.VerifyFull,
            _ => throw new TransferException(
                "The connection property sslMode takes DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY (MariaDB: disable, trust, verify-ca, verify-full)."),
        };
    }

    private static MySqlSslMode OfMySql(bool? isUsed, bool isRequired, bool isVerified) =>
        isUsed == false ? MySqlSslMode.None : isVerified ? MySqlSslMode.VerifyCA : isRequired ? MySqlSslMode.Required : MySqlSslMode.Preferred;

    private static MySqlSslMode OfMariaDb(bool isUsed, bool isTrusted, bool isNameIgnored) =>
        !isUsed ? MySqlSslMode.Preferred : isTrusted ? MySqlSslMode.Required : isNameIgnored ? MySqlSslMode.VerifyCA : MySqlSslMode.VerifyFull;

    private static string? PemFile(UrlPropertyReader reader, string name, bool isNeeded)
    {
        const string Scheme = "file:";
        if (reader.Text(name) is not { Length: > 0 } value || !isNeeded)
            return null;
        var path = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..] : value;
        path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
        string[] keyStores = [".jks", ".p12", ".pfx", ".keystore", ".truststore", ".ks"];
        return Array.Exists(keyStores, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            ? throw new TransferException($"{name} names a Java key store, which is not read. Export its certificates to a PEM file (keytool -exportcert -rfc) and name that.")
            : path;
    }
}
