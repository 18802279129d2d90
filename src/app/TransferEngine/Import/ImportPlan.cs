using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>Everything that the tasks of one import share and none of them changes.</summary>
internal sealed record ImportPlan(TransferOptions Options, Dialect Dialect, IImportTarget Target)
{
    /// <summary>Rows of one query when a split is read in key order.</summary>
    public const int StepRowCount = 200_000;

    /// <summary>The columns as the database gives them.</summary>
    public required RowSchema SourceSchema { get; init; }

    /// <summary>The columns as they are written, after <c>--map-column-java</c>.</summary>
    public required RowSchema TargetSchema { get; init; }

    /// <summary>The SELECT between two conditions.</summary>
    public required Func<string, string, string> RowQuery { get; init; }

    /// <summary>The ordinal of a unique integer key that splits are read in the order of; -1: they are read as the database likes.</summary>
    public int KeyOrdinal { get; init; } = -1;

    /// <summary>The key as it stands in SQL.</summary>
    public string KeyColumn { get; init; } = "";

    /// <summary>Columns that may hold values too large for their record.</summary>
    public bool HasLargeObjects { get; init; }

    public ImmutableArray<string> Warnings { get; init; } = [];

    public string StepQuery(KeyRange keys)
    {
        var (lower, upper) = keys.Conditions(KeyColumn);
        return Dialect.Limit($"{RowQuery(lower, upper)} ORDER BY {KeyColumn}", StepRowCount)!;
    }
}
