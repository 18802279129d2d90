using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>Options of Hive tables.</summary>
public sealed record HiveOptions
{
    public bool IsImport { get; init; }

    public string? Table { get; init; }

    public string? Database { get; init; }

    public string? Home { get; init; }

    public bool IsOverwrite { get; init; }

    /// <summary><c>--create-hive-table</c>: an existing table is an error.</summary>
    public bool FailsIfTableExists { get; init; }

    public string? PartitionKey { get; init; }

    public string? PartitionValue { get; init; }

    public string? ExternalTableDir { get; init; }

    /// <summary><c>--map-column-hive</c>: column to Hive type, URL decoded, in the order given.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ColumnTypes { get; init; } = [];

    public string? ServerUrl { get; init; }

    public string? ServerUser { get; init; }

    public string? ServerPassword { get; init; }

    public string? ServerKeytab { get; init; }

    // A record's own text would show the password.
    public override string ToString() => $"Hive table {Table}";
}
