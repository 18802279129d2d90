namespace Levada.Metadata.Configs;

/// <summary>One configuration as DescribeConfigs tells it.</summary>
/// <param name="Value">Null for a sensitive or unset one.</param>
/// <param name="Synonyms">Every place that gives a value, the one in force first.</param>
public sealed record ConfigEntry(
    ConfigDefinition Definition, string? Value, ConfigSource Source, bool IsReadOnly, IReadOnlyList<ConfigSynonym> Synonyms)
{
    public string Name => Definition.Name;
}
