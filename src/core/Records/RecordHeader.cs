namespace Levada.Records;

/// <summary>A header to write with a record.</summary>
/// <param name="Value">May be null.</param>
public readonly record struct RecordHeader(string Key, byte[]? Value);
