using System.Collections.Immutable;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>The statement that takes rows as parameters.</summary>
/// <param name="Text">Its SQL for a number of rows; <c>$1</c> and on are the values, row after row.</param>
/// <param name="Ordinals">The columns of a row whose values it takes, in order.</param>
/// <param name="TypeIds">The types of those values on the server.</param>
/// <param name="RowsPerStatement">Rows that one statement takes: many for an insert, one for an update.</param>
/// <param name="RowsPerChunk">Rows that are sent at once.</param>
internal sealed record StatementShape(
    Func<int, string> Text, ImmutableArray<int> Ordinals, ImmutableArray<uint> TypeIds, int RowsPerStatement, int RowsPerChunk);
