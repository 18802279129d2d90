using System.Buffers;
using Levada.Transfer;

namespace Levada.DataFiles;

/// <summary>Reads the location of a data set: a path, or a <c>file:</c> URI.</summary>
/// <remarks>As Hadoop reads paths: a colon before the first slash ends a scheme, and nothing is percent-decoded.</remarks>
internal static class LocalLocation
{
    private static readonly SearchValues<char> s_schemeEnds = SearchValues.Create("/\\:");

    private static readonly HashSet<string> s_remoteSchemes = new(StringComparer.OrdinalIgnoreCase)
    {
        "hdfs", "webhdfs", "swebhdfs", "viewfs", "har", "s3", "s3a", "s3n", "gs", "abfs", "abfss", "wasb", "wasbs", "adl",
        "ofs", "o3fs", "oss", "cosn", "obs", "ftp", "sftp", "maprfs", "alluxio",
    };

    /// <summary>The absolute path that a location means; a relative one counts from the working directory.</summary>
    /// <exception cref="TransferException">It is empty, or lies in a file system that is not offered or not known.</exception>
    public static string Parse(string location)
    {
        if (string.IsNullOrWhiteSpace(location))
            throw new TransferException("The path of a directory is empty.");
        if (location.Contains('\0'))
            throw new TransferException("A path must not hold a NUL character.");
        var scheme = SchemeOf(location);
        if (scheme is null)
            return Path.GetFullPath(location);
        if (!scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
            throw Refusal(scheme, location);
        return Path.GetFullPath(WithoutAuthority(location[(scheme.Length + 1)..], location));
    }

    private static string? SchemeOf(string location)
    {
        var end = location.AsSpan().IndexOfAny(s_schemeEnds);
        if (end <= 0 || location[end] != ':')
            return null;
        // One letter before a colon is a drive of Windows.
        return end == 1 && OperatingSystem.IsWindows() ? null : location[..end];
    }

    private static string WithoutAuthority(string rest, string location)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return rest;
        var pathStart = rest.IndexOf('/', 2);
        var authority = pathStart < 0 ? rest[2..] : rest[2..pathStart];
        if (pathStart < 0 || authority is not ("" or "localhost"))
            throw new TransferException($"The location {location} names the host '{authority}': a file: URI means this machine, as in file:///data/emp.");
        return rest[pathStart..];
    }

    private static TransferException Refusal(string scheme, string location) => s_remoteSchemes.Contains(scheme)
        ? new TransferException($"{scheme}: locations are not offered yet: {WithoutUserInfo(location)}. Use a path of this machine.")
        : new TransferException($"No FileSystem for scheme \"{scheme}\": {WithoutUserInfo(location)}. Use a path of this machine.");

    /// <summary>Old s3 URIs carry keys before an @.</summary>
    private static string WithoutUserInfo(string location)
    {
        var start = location.IndexOf("//", StringComparison.Ordinal) + 2;
        var at = location.LastIndexOf('@');
        return start >= 2 && at > start ? string.Concat(location.AsSpan(0, start), location.AsSpan(at + 1)) : location;
    }
}
