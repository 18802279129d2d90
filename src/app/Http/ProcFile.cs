using System.Globalization;

namespace Levada.Http;

/// <summary>What Linux says about this process and .NET does not.</summary>
internal static class ProcFile
{
    public static int CountOpenFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    public static long? ReadOpenFilesMax()
    {
        const string Name = "Max open files";
        foreach (var line in File.ReadLines("/proc/self/limits"))
        {
            if (!line.StartsWith(Name, StringComparison.Ordinal)) continue;
            var soft = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(soft, CultureInfo.InvariantCulture, out var max) ? max : null;
        }

        return null;
    }

    /// <summary>Bytes read from and written to disks; null where the system does not count them.</summary>
    public static (long ReadBytes, long WrittenBytes)? ReadIo()
    {
        try
        {
            long read = 0, written = 0;
            foreach (var line in File.ReadLines("/proc/self/io"))
            {
                if (line.StartsWith("read_bytes: ", StringComparison.Ordinal)) read = ParseAfterColon(line);
                if (line.StartsWith("write_bytes: ", StringComparison.Ordinal)) written = ParseAfterColon(line);
            }

            return (read, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long ParseAfterColon(string line) =>
        long.Parse(line.AsSpan(line.IndexOf(':') + 1), provider: CultureInfo.InvariantCulture);
}
