using System.IO.Compression;
using System.Text;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>The files of a folder as one text: names in order, each followed by its bytes, one letter a byte.</summary>
internal static class FileTree
{
    /// <summary>All of a folder, hidden files and empty folders as well.</summary>
    public static string Render(string folder)
    {
        if (!Directory.Exists(folder)) return "(missing)";
        var entries = Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false,
        });
        var named = entries.Select(path => (Name: Path.GetRelativePath(folder, path), Path: path)).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        return Render(named.Select(entry => (entry.Name, Directory.Exists(entry.Path) ? "(folder)" : Read(entry.Path))));
    }

    public static string Render(IEnumerable<(string Name, string Text)> files)
    {
        var text = new StringBuilder();
        foreach (var (name, content) in files.OrderBy(file => file.Name, StringComparer.Ordinal)) text.Append($"== {name}\n{content}\n");
        return text.ToString();
    }

    /// <summary>A file's bytes, one letter each; a text in UTF-8 that is not ASCII looks strange and stays comparable.</summary>
    public static string Read(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(path));

    public static string ReadUtf8(string path) => Encoding.UTF8.GetString(File.ReadAllBytes(path));

    public static string ReadGzip(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The names of a folder's files and folders, in order.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
}
