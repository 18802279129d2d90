using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>What an import reads and where it goes.</summary>
public sealed record ImportOptions
{
    public const long InlineLobLimitDefault = 16 << 20;

    public string? Where { get; init; }

    public string? SplitBy { get; init; }

    /// <summary>Greatest width of a split; null: none.</summary>
    public long? SplitLimit { get; init; }

    public string? BoundaryQuery { get; init; }

    public bool IsResetToOneMapper { get; init; }

    public string? TargetDir { get; init; }

    public string? WarehouseDir { get; init; }

    public bool IsAppend { get; init; }

    public bool IsTargetDeleted { get; init; }

    /// <summary><c>--temporary-rootdir</c>; null: beside the target.</summary>
    public string? TemporaryRootDir { get; init; }

    public int? FetchSize { get; init; }

    /// <summary>Bytes after which a direct import begins a new file; 0: never.</summary>
    public long DirectSplitBytes { get; init; }

    /// <summary>Bytes up to which a large object stays in its record.</summary>
    public long InlineLobBytesMax { get; init; } = InlineLobLimitDefault;

    public IncrementalMode Incremental { get; init; }

    public string? CheckColumn { get; init; }

    public string? LastValue { get; init; }

    public string? MergeKey { get; init; }

    /// <summary><c>--exclude-tables</c> of import-all-tables.</summary>
    public ImmutableArray<string> ExcludedTables { get; init; } = [];

    public bool AreHiveDelimitersDropped { get; init; }

    /// <summary><c>--hive-delims-replacement</c>.</summary>
    public string? HiveDelimiterReplacement { get; init; }

    /// <summary><c>--resume</c>: go on from the finished chunks of a failed run.</summary>
    public bool IsResumed { get; init; }

    /// <summary><c>--skew-files</c>: each chunk is a part file of its own.</summary>
    public bool IsChunkPerFile { get; init; }
}
