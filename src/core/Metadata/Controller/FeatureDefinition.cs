namespace Levada.Metadata.Controller;

/// <summary>A feature that this broker serves, and the levels of it that are built.</summary>
/// <param name="Lowest">The lowest level served; 0 for all but metadata.version, where 0 is "off".</param>
/// <param name="Initial">The level an empty directory gets.</param>
/// <param name="MetadataVersionMin">The metadata.version without which the feature stays at level 0.</param>
public sealed record FeatureDefinition(string Name, short Lowest, short Highest, short Initial, short MetadataVersionMin)
{
    public bool Covers(short level) => level >= Lowest && level <= Highest;
}
