using System.Collections.Immutable;
using Levada.Metadata.Configs;

namespace Levada.Metadata.Image;

/// <summary>The altered configurations of every resource. Immutable.</summary>
public sealed class ConfigurationsImage
{
    internal ConfigurationsImage(ImmutableSortedDictionary<ConfigResource, ImmutableSortedDictionary<string, string>> resources) =>
        Resources = resources;

    public static ConfigurationsImage Empty { get; } =
        new(ImmutableSortedDictionary<ConfigResource, ImmutableSortedDictionary<string, string>>.Empty);

    /// <summary>No values at all.</summary>
    public static ImmutableSortedDictionary<string, string> NoValues { get; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The resources with at least one value, in order of type and name.</summary>
    public ImmutableSortedDictionary<ConfigResource, ImmutableSortedDictionary<string, string>> Resources { get; }

    /// <summary>The values of one resource; empty when it has none.</summary>
    public ImmutableSortedDictionary<string, string> Of(ConfigResource resource) =>
        Resources.TryGetValue(resource, out var values) ? values : NoValues;
}
