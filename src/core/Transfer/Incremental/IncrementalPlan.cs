using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Incremental;

/// <summary>Which rows an incremental import reads, and from where the next one goes on.</summary>
public sealed class IncrementalPlan
{
    public const string NothingNew = "No new rows detected since last import.";

    private readonly IncrementalMode _mode;
    private readonly string _checkColumn;
    private readonly string? _lastValue;

    private IncrementalPlan(IncrementalMode mode, string checkColumn, string? lastValue, string? nextLastValue, string? condition) =>
        (_mode, _checkColumn, _lastValue, NextLastValue, Condition) = (mode, checkColumn, lastValue, nextLastValue, condition);

    /// <summary>The condition that new rows fulfil; null when there are none.</summary>
    public string? Condition { get; }

    /// <summary>The next <c>--last-value</c>, with the column's full fraction; null when there is nothing new and the old one stays.</summary>
    public string? NextLastValue { get; }

    public bool HasNewRows => Condition is not null;

    /// <summary>Refuses a check column whose type cannot tell new rows from old ones.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="TransferException">A character column; for lastmodified whatever is neither date nor time stamp.</exception>
    public static void Check(IncrementalMode mode, Column column)
    {
        if (mode == IncrementalMode.Append && IsCharacter(column.SqlType))
            throw new TransferException($"Character column ({column.Name}) can not be used to determine which rows to incrementally import.");
        if (mode == IncrementalMode.LastModified && !IsDated(column.SqlType))
            throw new TransferException($"Column type is neither timestamp nor date! (--check-column {column.Name})");
    }

    /// <summary>The query whose first value bounds the import: the greatest value of the check column, or the database's time.</summary>
    public static string BoundQuery(IncrementalMode mode, string checkColumn, ImportQueries queries, Dialect dialect) =>
        mode == IncrementalMode.LastModified ? dialect.CurrentTimestamp : queries.Greatest(checkColumn);

    /// <summary>Plans the import.</summary>
    /// <param name="column">The check column as the table or query describes it.</param>
    /// <param name="checkColumn">The column's name as it was given.</param>
    /// <param name="columnText">The column as it stands in a condition.</param>
    /// <param name="lastValue"><c>--last-value</c>; null: all rows up to the bound are new.</param>
    /// <param name="bound">What <see cref="BoundQuery"/> gave.</param>
    /// <exception cref="TransferException">The last value does not fit the column.</exception>
    public static IncrementalPlan Create(
        IncrementalMode mode, Column column, string checkColumn, string columnText, string? lastValue, RowBatch bound, Dialect dialect)
    {
        Check(mode, column);
        var value = bound.RowCount == 0 ? SplitValue.Nothing : SplitValue.From(bound.Columns[0], 0);
        var check = new CheckValue(column, dialect);
        var next = mode == IncrementalMode.LastModified ? check.Floored(value) : check.TextOf(value);
        if (next is null || (lastValue is not null && !check.IsBelow(lastValue, next)))
            return new IncrementalPlan(mode, checkColumn, lastValue, null, null);
        var (from, to) = mode == IncrementalMode.LastModified ? (">=", "<") : (">", "<=");
        var upper = $"{columnText} {to} {check.Literal(next)}";
        var condition = lastValue is null ? upper : $"{columnText} {from} {check.Literal(lastValue)} AND {upper}";
        return new IncrementalPlan(mode, checkColumn, lastValue, next, condition);
    }

    /// <summary>What the log says before the import.</summary>
    public ImmutableArray<string> StartLines() => HasNewRows
        ? [$"Incremental import based on column {_checkColumn}", .. LowerLines(), $"Upper bound value: {NextLastValue}"]
        : [NothingNew];

    /// <summary>What the log says after an import that belongs to no saved job: how to go on.</summary>
    public ImmutableArray<string> EndLines() =>
    [
        "Incremental import complete! To run another incremental import of all data following this import, supply the following arguments:",
        $" --incremental {(_mode == IncrementalMode.LastModified ? "lastmodified" : "append")}",
        $"  --check-column {_checkColumn}",
        $"  --last-value {NextLastValue}",
        "(Consider saving this with 'sqoop job --create')",
    ];

    /// <summary>What the log says when a saved job keeps the next last value.</summary>
    public static ImmutableArray<string> JobLines(string jobName) =>
        ["Saving incremental import state to the metastore", $"Updated data for job: {jobName}"];

    private ImmutableArray<string> LowerLines() => _lastValue is null ? [] : [$"Lower bound value: {_lastValue}"];

    private static bool IsCharacter(SqlType type) => type is SqlType.Char or SqlType.VarChar or SqlType.LongVarChar
        or SqlType.NChar or SqlType.NVarChar or SqlType.LongNVarChar or SqlType.Clob or SqlType.NClob;

    private static bool IsDated(SqlType type) => type is SqlType.Date or SqlType.Timestamp or SqlType.TimestampWithTimezone;
}
