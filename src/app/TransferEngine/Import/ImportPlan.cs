using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>Everything that the tasks of one import share and none of them changes.</summary>
internal sealed record ImportPlan(TransferOptions Options, Dialect Dialect, IImportTarget Target, ImportScope Scope)
{
    /// <summary>Rows of one query when a split is read in key order.</summary>
    public const int StepRowCount = 200_000;

    /// <summary>The columns as the database gives them.</summary>
    public RowSchema SourceSchema => Scope.SourceSchema;

    /// <summary>The columns as they are written, after <c>--map-column-java</c>.</summary>
    public RowSchema TargetSchema => Scope.TargetSchema;

    /// <summary>The ordinal of a unique integer key that splits are read in the order of; -1: they are read as the database likes.</summary>
    public int KeyOrdinal { get; init; } = -1;

    /// <summary>The key as it stands in SQL.</summary>
    public string KeyColumn { get; init; } = "";

    /// <summary>Whether columns may hold values too large for their record.</summary>
    public bool HasLargeObjects { get; init; }

    public string RowQuery(SplitRange range) => Scope.Queries.Rows(range);

    public string StepQuery(KeyRange keys)
    {
        var (lower, upper) = keys.Conditions(KeyColumn);
        return Dialect.Limit($"{Scope.Queries.Rows($"( {lower} ) AND ( {upper} )")} ORDER BY {KeyColumn}", StepRowCount)!;
    }
}
