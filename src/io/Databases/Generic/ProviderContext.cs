using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Levada.Databases.Generic;

/// <summary>The assemblies of one folder with providers, apart from those of the program: each side keeps its own versions.</summary>
/// <remarks>Only what the framework brings is shared.</remarks>
internal sealed class ProviderContext : AssemblyLoadContext
{
    private const string NotTrimmed = "Programs that load providers are not trimmed: providers are chosen by users and unknown when the program is built.";

    private readonly string _folder;

    public ProviderContext(string folder)
        : base(folder)
    {
        _folder = folder;
        // What the framework was expected to have and has not.
        Resolving += (_, name) => LoadOwn(name);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = NotTrimmed)]
    public Assembly LoadFile(string path) => LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName) => IsOfFramework(assemblyName.Name ?? "") ? null : LoadOwn(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] folders = [_folder, Path.Combine(_folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}.so", $"{unmanagedDllName}.so", $"{unmanagedDllName}.dll", $"lib{unmanagedDllName}.dylib"];
        var file = folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return file is null ? 0 : LoadUnmanagedDllFromPath(file);
    }

    private static bool IsOfFramework(string name) =>
        name is "mscorlib" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    private Assembly? LoadOwn(AssemblyName name)
    {
        var path = Path.Combine(_folder, $"{name.Name}.dll");
        return File.Exists(path) ? LoadFile(path) : null;
    }
}
