using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Levada.Transfer;

namespace Levada.Sqoop.Passwords;

/// <summary>Decrypts a password file as Sqoop's CryptoFileLoader does: a key from a passphrase by PBKDF2 with HMAC-SHA1, then AES.</summary>
internal static class EncryptedPassword
{
    private const string Prefix = "org.apache.sqoop.credentials.loader.crypto.";

    /// <exception cref="TransferException">No passphrase, a cipher that is not offered, or bytes that do not decrypt.</exception>
    public static string Decrypt(byte[] encrypted, ImmutableSortedDictionary<string, string> properties)
    {
        var passphrase = properties.GetValueOrDefault(Prefix + "passphrase")
            ?? throw new TransferException($"Passphrase is missing in property {Prefix}passphrase");
        var salt = Encoding.UTF8.GetBytes(properties.GetValueOrDefault(Prefix + "salt", "SALT"));
        var iterations = Number(properties, "iterations", 10_000);
        var keyBits = Number(properties, "salt.key.len", 128);
        if (keyBits is not (128 or 192 or 256)) throw new TransferException($"{Prefix}salt.key.len may be 128, 192 or 256.");
        var padding = PaddingOf(properties.GetValueOrDefault(Prefix + "alg", "AES/ECB/PKCS5Padding"));
        // The algorithms are those of the files that exist, not a choice of ours.
        using var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA1, keyBits / 8);
        try
        {
            return Encoding.UTF8.GetString(aes.DecryptEcb(encrypted, padding));
        }
        catch (CryptographicException e)
        {
            throw new TransferException("Unable to decrypt password file: is the passphrase right?", e);
        }
    }

    private static PaddingMode PaddingOf(string cipher) => cipher.ToUpperInvariant() switch
    {
        "AES" or "AES/ECB/PKCS5PADDING" => PaddingMode.PKCS7,
        "AES/ECB/NOPADDING" => PaddingMode.None,
        _ => throw new TransferException($"The cipher {cipher} of the password file is not offered: AES/ECB/PKCS5Padding is."),
    };

    private static int Number(ImmutableSortedDictionary<string, string> properties, string name, int otherwise)
    {
        if (!properties.TryGetValue(Prefix + name, out var text)) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new TransferException($"{Prefix}{name} needs a number above 0.");
    }
}
