using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>Options of the generated class and of the type mapping.</summary>
public sealed record CodeOptions
{
    /// <summary>Where sources and schemas go.</summary>
    public string OutDir { get; init; } = ".";

    /// <summary>Where jars go; null: a directory for each user and run.</summary>
    public string? BinDir { get; init; }

    public string? PackageName { get; init; }

    public string? ClassName { get; init; }

    public string? JarFile { get; init; }

    public bool IsCompileDirDeleted { get; init; }

    /// <summary><c>--map-column-java</c>: column to Java type, in the order given.</summary>
    public ImmutableArray<KeyValuePair<string, string>> JavaTypes { get; init; } = [];

    public bool IsMappingNameCleaned { get; init; } = true;
}
