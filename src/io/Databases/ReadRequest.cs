using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases;

/// <summary>A query whose rows are to be streamed.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Schema">The columns as described before, in the query's order; null: as the server describes them now.</param>
/// <param name="FetchSize">Rows that the driver holds at once, where it can choose; null: the driver's best.</param>
public sealed record ReadRequest(string Sql, RowSchema? Schema = null, int? FetchSize = null)
{
    /// <summary>Where values above a limit go; null: every value stays in its row.</summary>
    public ILargeObjectStore? LargeObjects { get; init; }
}
