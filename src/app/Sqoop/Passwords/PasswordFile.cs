using System.Collections.Immutable;
using System.Text;
using Levada.Transfer;

namespace Levada.Sqoop.Passwords;

/// <summary>Reads the file of <c>--password-file</c>, plain or encrypted as Sqoop's CryptoFileLoader expects it.</summary>
internal sealed class PasswordFile(Action<string> warn)
{
    private const string Loader = "org.apache.sqoop.credentials.loader.class";
    private const string Failure = "Error while loading password file: ";
    private const int BytesMax = 1 << 16;

    /// <summary>The password: the whole file without one newline at its end.</summary>
    /// <exception cref="TransferException">It cannot be read.</exception>
    public string Read(string path, ImmutableSortedDictionary<string, string> properties)
    {
        var bytes = ReadBytes(path);
        var loader = properties.GetValueOrDefault(Loader, "");
        var text = loader.EndsWith("CryptoFileLoader", StringComparison.Ordinal)
            ? EncryptedPassword.Decrypt(bytes, properties)
            : Encoding.UTF8.GetString(bytes);
        var trimmed = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        if (trimmed.Length != text.Length)
            warn($"The newline at the end of the password file {path} is not taken for a part of the password (Apache Sqoop takes it for one).");
        return trimmed;
    }

    private static string PathOf(string name)
    {
        try
        {
            return LocalFile.PathOf(name);
        }
        catch (TransferException e)
        {
            throw new TransferException(Failure + e.Message, e);
        }
    }

    private static byte[] ReadBytes(string name)
    {
        var path = PathOf(name);
        if (Directory.Exists(path)) throw new TransferException($"{Failure}The provided password file {path} is a directory!");
        if (!File.Exists(path)) throw new TransferException($"{Failure}The provided password file {path} does not exist!");
        try
        {
            using var file = File.OpenRead(path);
            // A length of 0 may be that of a pipe.
            var buffer = new byte[BytesMax + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= BytesMax ? buffer[..length] : throw new TransferException($"{Failure}{path} holds more than {BytesMax} bytes.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(Failure + e.Message, e);
        }
    }
}
