using System.Runtime.InteropServices;

namespace Levada.Databases.Tests.Generic;

/// <summary>A folder as users make it: the assemblies of providers, each in a folder of its own, with their native libraries.</summary>
internal sealed class UserProviders : IDisposable
{
    private static readonly string Native = System.IO.Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("levada-providers-");

    public UserProviders()
    {
        Copy("sqlite", "Microsoft.Data.Sqlite.dll", "SQLitePCLRaw.*.dll");
        Copy("npgsql", "Npgsql.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll");
        Copy("mysql", "MySqlConnector.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll");
        if (!Directory.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, Native)))
            return;
        var native = _folder.CreateSubdirectory("sqlite").CreateSubdirectory(Native);
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, Native), "*e_sqlite3*"))
            File.Copy(file, System.IO.Path.Combine(native.FullName, System.IO.Path.GetFileName(file)));
    }

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private void Copy(string name, params string[] patterns)
    {
        var folder = _folder.CreateSubdirectory(name);
        foreach (var file in patterns.SelectMany(pattern => Directory.GetFiles(AppContext.BaseDirectory, pattern)))
            File.Copy(file, System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(file)));
    }
}
