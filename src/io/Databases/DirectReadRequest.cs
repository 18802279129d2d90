using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Sql;

namespace Levada.Databases;

/// <summary>What <c>--direct</c> asks of a database.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns in the wanted order.</param>
/// <param name="Where">The user's condition with the split's range; null: all rows.</param>
/// <param name="Text">Delimiters and null strings.</param>
/// <param name="BooleanTrue">Text of true (PostgreSQL).</param>
/// <param name="BooleanFalse">Text of false (PostgreSQL).</param>
public sealed record DirectReadRequest(
    TableName Table, ImmutableArray<string> Columns, string? Where, TextOptions Text, string BooleanTrue = "TRUE", string BooleanFalse = "FALSE");
