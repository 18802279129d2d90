using System.Collections.Immutable;

namespace Levada.Metadata.Image;

/// <summary>The finalized feature levels. Immutable.</summary>
public sealed class FeaturesImage
{
    internal FeaturesImage(ImmutableSortedDictionary<string, short> levels) => Levels = levels;

    /// <summary>The feature whose level is the quorum's own: it lies in control records, never among <see cref="Levels"/> (KIP-853).</summary>
    public const string KRaftVersionName = "kraft.version";

    public static FeaturesImage Empty { get; } =
        new(ImmutableSortedDictionary<string, short>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>Levels above 0 by feature name, metadata.version among them.</summary>
    public ImmutableSortedDictionary<string, short> Levels { get; }

    /// <summary>The level of metadata.version; 0 before the bootstrap records are read.</summary>
    public short MetadataVersion => LevelOf(MetadataVersions.FeatureName);

    /// <summary>The finalized level of a feature; 0 where it is off or unknown.</summary>
    public short LevelOf(string name) => Levels.GetValueOrDefault(name);
}
