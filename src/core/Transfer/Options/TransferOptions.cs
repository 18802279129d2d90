using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>What one command line asks for, after options files, <c>-D</c> properties and defaults. Tools read it, none changes it.</summary>
/// <remarks>Names and defaults are Sqoop's. Options of a group stand in a record of their own: <see cref="Connect"/>, <see cref="Text"/>, <see cref="Hive"/> and so on.</remarks>
public sealed record TransferOptions(ToolName Tool)
{
    public const int MapperCountDefault = 4;

    public ConnectOptions Connect { get; init; } = new();

    public TextOptions Text { get; init; } = new();

    public CodeOptions Code { get; init; } = new();

    public ImportOptions Import { get; init; } = new();

    public ExportOptions Export { get; init; } = new();

    public MergeOptions Merge { get; init; } = new();

    public JobOptions Job { get; init; } = new();

    public HiveOptions Hive { get; init; } = new();

    public ValidationOptions Validation { get; init; } = new();

    /// <summary>Options of targets that this build does not write (HBase, HCatalog, Accumulo): option name to value, in the order given.</summary>
    public ImmutableArray<KeyValuePair<string, string>> OtherTargets { get; init; } = [];

    /// <summary><c>--table</c>.</summary>
    public string? Table { get; init; }

    /// <summary><c>--query</c>, <c>-e</c>.</summary>
    public string? Query { get; init; }

    /// <summary><c>--columns</c>; empty: all.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary><c>--num-mappers</c>, <c>-m</c>.</summary>
    public int MapperCount { get; init; } = MapperCountDefault;

    public bool IsMapperCountGiven { get; init; }

    public bool IsDirect { get; init; }

    public FileLayout Layout { get; init; } = FileLayout.Text;

    public bool IsCompressed { get; init; }

    /// <summary>The codec's short name in lower case (<c>gzip</c>, <c>snappy</c>…), class names already translated; null: the layout's default.</summary>
    public string? CompressionCodec { get; init; }

    /// <summary><c>-D name=value</c>, by name in ordinal order.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What follows <c>--</c>: arguments of the connector.</summary>
    public ImmutableArray<string> ConnectorArguments { get; init; } = [];

    /// <summary>The schema of tables, as <c>-- --schema S</c> names it; null: the connection's own.</summary>
    public string? Schema => ConnectorArguments.IndexOf("--schema") is var index and >= 0 && index + 1 < ConnectorArguments.Length
        ? ConnectorArguments[index + 1]
        : ConnectorArguments.FirstOrDefault(static argument => argument.StartsWith("--schema=", StringComparison.Ordinal))?["--schema=".Length..];

    /// <summary>The IANA name of the zone that wall clocks of the database are taken in where a format counts from an epoch.</summary>
    public string TimeZone { get; init; } = "UTC";

    public bool IsVerbose { get; init; }

    /// <summary><c>--json</c>: a summary in JSON on standard output.</summary>
    public bool IsJson { get; init; }

    /// <summary><c>--throttle</c>: rows per second over all tasks; null: no bound.</summary>
    public long? ThrottleRowsPerSecond { get; init; }
}
