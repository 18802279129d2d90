using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases;

/// <summary>What one export task writes.</summary>
/// <param name="Table">The target (or staging) table; its name is the procedure's for <see cref="WriteMode.Call"/>.</param>
/// <param name="Schema">The columns that rows bring, in that order, as the target describes them.</param>
/// <param name="Mode">How they enter.</param>
public sealed record WriteRequest(TableName Table, RowSchema Schema, WriteMode Mode)
{
    /// <summary>Whether the user named columns: then statements name them too.</summary>
    public bool AreColumnsNamed { get; init; }

    /// <summary>Key columns of an update or upsert.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    public int RowsPerStatement { get; init; } = 100;

    /// <summary>Statements of one transaction; -1: one transaction until <see cref="IRowWriter.Complete"/>.</summary>
    public int StatementsPerTransaction { get; init; } = 100;

    /// <summary><c>--batch</c>: single-row statements sent together.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Whether the database's bulk path may be taken where it means the same.</summary>
    public bool IsBulkAllowed { get; init; } = true;

    /// <summary>Told after each commit how many rows it made last.</summary>
    public Action<long>? Committed { get; init; }
}
