using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>What an export reads and how it enters the table.</summary>
public sealed record ExportOptions
{
    public string? ExportDir { get; init; }

    /// <summary><c>--call</c>: a stored procedure instead of a table.</summary>
    public string? Procedure { get; init; }

    public ImmutableArray<string> UpdateKeys { get; init; } = [];

    public UpdateMode UpdateMode { get; init; }

    public string? StagingTable { get; init; }

    public bool IsStagingCleared { get; init; }

    public bool IsBatch { get; init; }

    /// <summary>Rows of one INSERT.</summary>
    public int RowsPerStatement { get; init; } = 100;

    /// <summary>Statements of one transaction; -1: one transaction for a task.</summary>
    public int StatementsPerTransaction { get; init; } = 100;
}
