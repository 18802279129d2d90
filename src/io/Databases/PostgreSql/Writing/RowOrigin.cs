namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Where a row came from, for the message when it is refused.</summary>
/// <param name="Source">The file; null: unknown.</param>
/// <param name="Position">Its line or record number; below zero: unknown.</param>
internal readonly record struct RowOrigin(string? Source, long Position)
{
    public override string ToString() => (Source, Position) switch
    {
        (null, < 0) => "A row",
        (null, _) => $"Row {Position}",
        (_, < 0) => $"A row of {Source}",
        _ => $"{Source}:{Position}: the row",
    };
}
