using System.Text;

namespace Levada.Log.Directories;

/// <summary>Files that are read and replaced whole: checkpoints, properties, markers.</summary>
public static class SmallFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Above this a file is not one of ours; nothing is allocated for it.</summary>
    private const long ByteCountMax = 256 * 1024 * 1024;

    /// <summary>Replaces a file so that after a crash either the old or the new content is there, and the new one once this returns.</summary>
    /// <exception cref="IOException">The disk failed; the old content is still there.</exception>
    public static void Replace(IFileSystem fileSystem, string directory, string name, ReadOnlySpan<byte> content)
    {
        var path = $"{directory}/{name}";
        var temporaryPath = path + TemporarySuffix;
        using (var file = fileSystem.Open(temporaryPath, FileOpenMode.CreateOrTruncate))
        {
            file.Write(content, 0);
            file.Flush();
        }

        fileSystem.Rename(temporaryPath, path);
        fileSystem.FlushDirectory(directory);
    }

    /// <summary>The whole content as UTF-8, or null when there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is far too large to be what its name says.</exception>
    public static string? ReadText(IFileSystem fileSystem, string path) =>
        ReadBytes(fileSystem, path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The whole content, or null when there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is far too large to be what its name says.</exception>
    public static byte[]? ReadBytes(IFileSystem fileSystem, string path)
    {
        if (!fileSystem.FileExists(path)) return null;
        using var file = fileSystem.Open(path, FileOpenMode.Existing);
        var byteCount = file.Length;
        if (byteCount > ByteCountMax) throw new IOException($"{path} has {byteCount} bytes, more than any such file.");
        var bytes = new byte[byteCount];
        var readCount = file.Read(bytes, 0);
        return readCount == bytes.Length ? bytes : bytes[..readCount];
    }
}
