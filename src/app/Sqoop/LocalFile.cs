using Levada.Transfer;

namespace Levada.Sqoop;

/// <summary>Names of files on this machine, as paths or as <c>file:</c> URIs.</summary>
internal static class LocalFile
{
    private const string Scheme = "file:";

    /// <summary>The path that a name means.</summary>
    /// <exception cref="TransferException">A URI of another file system.</exception>
    public static string PathOf(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || name[..colon].Contains('/', StringComparison.Ordinal)) return name;
        if (!name.StartsWith(Scheme, StringComparison.Ordinal)) throw new TransferException($"{name} does not lie in the local file system.");
        var rest = name[Scheme.Length..];
        // A URI may name the machine: file://localhost/path.
        if (rest.StartsWith("//", StringComparison.Ordinal)) rest = rest[Math.Max(2, rest.IndexOf('/', 2))..];
        return Uri.UnescapeDataString(rest);
    }
}
