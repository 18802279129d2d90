namespace Levada.Client.Admin;

/// <summary>One configuration value.</summary>
/// <param name="Value">Null for sensitive values and for those that are not set.</param>
public sealed record ConfigEntry(string Name, string? Value, ConfigSource Source, bool IsReadOnly, bool IsSensitive, string? Documentation);
