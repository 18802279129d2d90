namespace Levada.DataFiles.Tests.Targets;

/// <summary>A directory of the real disk that goes away with its test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("levada-").FullName;

    public string this[string name] => System.IO.Path.Join(Path, name);

    /// <summary>All files and directories below, by path, directories with a slash at the end.</summary>
    public string[] Names() =>
    [
        .. Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry => System.IO.Path.GetRelativePath(Path, entry) + (Directory.Exists(entry) ? "/" : ""))
            .Order(StringComparer.Ordinal),
    ];

    public string Text(string name) => File.ReadAllText(this[name]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
