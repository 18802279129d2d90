using System.Diagnostics.CodeAnalysis;

namespace Levada.Metadata.Configs;

/// <summary>All configuration names of one kind of resource, in ordinal order.</summary>
public sealed class ConfigCatalog
{
    private readonly Dictionary<string, ConfigDefinition> _byName = new(StringComparer.Ordinal);
    private readonly ConfigDefinition[] _sorted;

    internal ConfigCatalog(ConfigDefinition[] definitions)
    {
        _sorted = definitions;
        Array.Sort(_sorted, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var definition in _sorted) _byName.Add(definition.Name, definition);
    }

    public IReadOnlyList<ConfigDefinition> Definitions => _sorted;

    /// <summary>The definition of a name that is known to exist.</summary>
    /// <exception cref="KeyNotFoundException">The name is not in the catalog: a bug in the caller.</exception>
    public ConfigDefinition this[string name] => _byName[name];

    public bool TryFind(string name, [NotNullWhen(true)] out ConfigDefinition? definition) =>
        _byName.TryGetValue(name, out definition);
}
