namespace Levada.Sqoop;

/// <summary>Reads the small files that command lines name.</summary>
internal static class TextFile
{
    private const long BytesMax = 16 << 20;

    /// <summary>The text of a file; null: it cannot be read, or is too large to be one of these.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return new FileInfo(path) is { Length: <= BytesMax } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
