using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql;

/// <summary>A column of a result with the number of its type on the server; a domain's is that of its base type.</summary>
internal sealed record ServerColumn(Column Column, uint TypeId);
