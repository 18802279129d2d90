namespace Levada.Databases.PostgreSql.Writing;

/// <summary>The way of copied rows from a temporary table into the target.</summary>
/// <param name="Empty">Empties the temporary table.</param>
/// <param name="Move">Updates or upserts by all of its rows.</param>
internal sealed record CopyMerge(string Empty, string Move);
