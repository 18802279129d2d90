using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Splits;

/// <summary>All that decides how an import is split.</summary>
/// <param name="ColumnText">The split column as it stands in a condition, quoted where the database quotes.</param>
/// <param name="Column">The split column; its type counts where the bounds have none that can be split.</param>
/// <param name="Bounds">What the bounds query found; null: it was not asked, and one task reads all.</param>
/// <param name="SplitCount">How many parts are wanted, <c>-m</c>; at least 1.</param>
/// <param name="Dialect">The texts of literals.</param>
public sealed record SplitRequest(string ColumnText, Column Column, SplitBounds? Bounds, int SplitCount, Dialect Dialect)
{
    /// <summary>Greatest width of a part (units of an integer, seconds of a date); null or not above 0: none.</summary>
    public long? SplitLimit { get; init; }

    /// <summary><c>-D org.apache.sqoop.splitter.allow_text_splitter=true</c>.</summary>
    public bool IsTextAllowed { get; init; }

    /// <summary>Whether the bounds are the user's own, which keep rows outside of them from being read.</summary>
    public bool HasBoundaryQuery { get; init; }

    /// <summary>Whether the column may hold NULL; true also when nobody knows.</summary>
    public bool IsColumnNullable { get; init; } = true;

    public Action<string> Info { get; init; } = static _ => { };

    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>The same with another text for the column. What was said once is not said again.</summary>
    public SplitRequest As(string columnText) => this with { ColumnText = columnText, Info = static _ => { }, Warn = static _ => { } };
}
