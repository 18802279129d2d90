using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Levada.Servers;

/// <summary>An authority, a server's certificate and a client's, made for one run of a server on loopback.</summary>
internal static class TestCertificates
{
    public const string ClientKeyPassword = "key password";

    /// <summary>Writes root.crt, server.crt, server.key, client.crt, client.pk8 (DER), client-encrypted.pk8, client.key (PEM) and client.p12.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="clientName">The account that the client's certificate stands for.</param>
    public static void Write(string folder, string clientName)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Levada test authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(Path.Combine(folder, "root.crt"), root.ExportCertificatePem());

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = Sign(root, serverKey, "localhost");
        File.WriteAllText(Path.Combine(folder, "server.crt"), server.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(folder, "server.key"), System.Text.Encoding.ASCII.GetBytes(serverKey.ExportPkcs8PrivateKeyPem()));

        using var clientKey = RSA.Create(2048);
        using var client = Sign(root, clientKey, clientName);
        File.WriteAllText(Path.Combine(folder, "client.crt"), client.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(folder, "client.pk8"), clientKey.ExportPkcs8PrivateKey());
        File.WriteAllBytes(Path.Combine(folder, "client.key"), System.Text.Encoding.ASCII.GetBytes(clientKey.ExportPkcs8PrivateKeyPem()));
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllBytes(Path.Combine(folder, "client-encrypted.pk8"), clientKey.ExportEncryptedPkcs8PrivateKey(ClientKeyPassword, encryption));
        using var whole = client.CopyWithPrivateKey(clientKey);
        File.WriteAllBytes(Path.Combine(folder, "client.p12"), whole.Export(X509ContentType.Pkcs12, ClientKeyPassword));
    }

    private static X509Certificate2 Sign(X509Certificate2 root, AsymmetricAlgorithm key, string name)
    {
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(name);
        alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        using var issuerKey = root.GetECDsaPrivateKey()!;
        return request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), root.NotBefore, root.NotAfter, RandomNumberGenerator.GetBytes(8));
    }
}
