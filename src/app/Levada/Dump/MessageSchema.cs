namespace Levada.Dump;

/// <summary>A message as its schema file states it.</summary>
/// <param name="Kind">metadata, key, value, data ...</param>
/// <param name="Id">The number of the record type; -1 for none.</param>
internal sealed record MessageSchema(
    string Kind, string Name, short Id, VersionSpan Versions, VersionSpan Flexible, IReadOnlyList<FieldSchema> Fields,
    IReadOnlyDictionary<string, IReadOnlyList<FieldSchema>> Structs);
