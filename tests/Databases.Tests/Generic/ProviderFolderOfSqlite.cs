using System.Runtime.InteropServices;

namespace Levada.Databases.Tests.Generic;

/// <summary>A folder as users make it: the assemblies of a provider, copied there, with its native library.</summary>
internal sealed class ProviderFolderOfSqlite : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("levada-providers-");

    public ProviderFolderOfSqlite()
    {
        var own = _folder.CreateSubdirectory("sqlite");
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsWanted))
            File.Copy(file, System.IO.Path.Combine(own.FullName, System.IO.Path.GetFileName(file)));
        var native = System.IO.Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, native);
        if (!Directory.Exists(source))
            return;
        own.CreateSubdirectory(native);
        foreach (var file in Directory.GetFiles(source, "*e_sqlite3*"))
            File.Copy(file, System.IO.Path.Combine(own.FullName, native, System.IO.Path.GetFileName(file)));
    }

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsWanted(string file) =>
        System.IO.Path.GetFileName(file) is { } name && (name.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) || name == "Microsoft.Data.Sqlite.dll");
}
