namespace Levada.Metadata.Configs;

/// <summary>One of the places a value may come from, the strongest first.</summary>
/// <param name="Value">Null for a sensitive one.</param>
public readonly record struct ConfigSynonym(string Name, string? Value, ConfigSource Source);
