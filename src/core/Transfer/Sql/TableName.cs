namespace Levada.Transfer.Sql;

/// <summary>A table as the user names it; what it means without a schema is the database's affair.</summary>
public sealed record TableName(string Name, string? Schema = null);
