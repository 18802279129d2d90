namespace Levada.Dump;

/// <summary>One field of a schema.</summary>
/// <param name="Type">A word of the grammar or the name of a struct; without the brackets of an array.</param>
/// <param name="Tag">Null for a field that is not tagged.</param>
/// <param name="Fields">Of the struct that is defined below the field; empty for others.</param>
internal sealed record FieldSchema(
    string Name, string Type, bool IsArray, VersionSpan Versions, VersionSpan Nullable, int? Tag, bool IsNeverFlexible, List<FieldSchema> Fields);
