using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Levada.Transfer;

namespace Levada.Databases.Generic;

/// <summary>The folder where users lay ADO.NET providers: their assemblies in it, or each provider's in a folder of its own.</summary>
internal sealed class ProviderFolder(string path)
{
    /// <summary>Names the folder when nothing else does.</summary>
    public const string Variable = "LEVADA_PROVIDERS";

    private const string NotTrimmed = "Programs that load providers are not trimmed: providers are chosen by users and unknown when the program is built.";

    public string Path => path;

    /// <summary>The request's folder, else the environment's, else <c>providers</c> beside the program.</summary>
    public static ProviderFolder For(DatabaseRequest request)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        return new ProviderFolder(request.ProvidersFolder
            ?? (string.IsNullOrEmpty(variable) ? System.IO.Path.Combine(AppContext.BaseDirectory, "providers") : variable));
    }

    /// <summary>The assemblies there, without their extension, for messages.</summary>
    public ImmutableArray<string> Names() => [.. Files().Select(System.IO.Path.GetFileNameWithoutExtension).OfType<string>()];

    /// <summary>Finds a provider by the full name of its factory type or by the name of its assembly; null when there is none.</summary>
    public DbProviderFactory? Find(string name)
    {
        // "Type, Assembly" is .NET's own way to write it.
        var parts = name.Split(',', 2, StringSplitOptions.TrimEntries);
        var wanted = parts.Length == 2 ? parts[1] : parts[0];
        var file = wanted.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? wanted[..^4] : wanted;
        var files = Files();
        var own = files.FirstOrDefault(path => string.Equals(System.IO.Path.GetFileNameWithoutExtension(path), file, StringComparison.OrdinalIgnoreCase));
        if (own is not null)
            return Factory(Load(own), parts.Length == 2 ? parts[0] : null)
                ?? throw new TransferException($"{own} holds no ADO.NET provider: no class in it is a DbProviderFactory with a field Instance.");
        // A factory is mostly in an assembly whose name its own begins with: those first.
        return files
            .OrderByDescending(path => name.StartsWith(System.IO.Path.GetFileNameWithoutExtension(path) + ".", StringComparison.OrdinalIgnoreCase))
            .Select(path => TryLoad(path) is { } assembly && TypeIn(assembly, name) is not null ? Factory(assembly, name) : null)
            .FirstOrDefault(factory => factory is not null);
    }

    private ImmutableArray<string> Files()
    {
        if (!Directory.Exists(path))
            return [];
        string[] folders = [System.IO.Path.GetFullPath(path), .. Directory.GetDirectories(System.IO.Path.GetFullPath(path)).Order(StringComparer.Ordinal)];
        return [.. folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))];
    }

    private static Assembly Load(string file) =>
        TryLoad(file) ?? throw new TransferException($"{file} is no .NET assembly for this machine.");

    private static Assembly? TryLoad(string file)
    {
        try
        {
            return new ProviderContext(System.IO.Path.GetDirectoryName(file)!).LoadFile(file);
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException)
        {
            return null;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = NotTrimmed)]
    private static Type? TypeIn(Assembly assembly, string name) => assembly.GetType(name, throwOnError: false, ignoreCase: true);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = NotTrimmed)]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = NotTrimmed)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = NotTrimmed)]
    private static DbProviderFactory? Factory(Assembly assembly, string? typeName)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;
        IEnumerable<Type> types = typeName is null ? assembly.GetExportedTypes() : TypeIn(assembly, typeName) is { } type ? [type] : [];
        return types
            .Where(candidate => typeof(DbProviderFactory).IsAssignableFrom(candidate) && !candidate.IsAbstract)
            .Select(candidate => (candidate.GetField("Instance", Static)?.GetValue(null) ?? candidate.GetProperty("Instance", Static)?.GetValue(null)) as DbProviderFactory)
            .FirstOrDefault(factory => factory is not null);
    }
}
