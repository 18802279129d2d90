using System.Collections.Immutable;

namespace Levada.Transfer.Urls;

/// <summary>The properties of a connection, from the URL and from a parameter file. Names are compared without regard to case.</summary>
/// <remarks>Values are never shown: any of them may be a secret.</remarks>
public sealed class UrlProperties
{
    private readonly ImmutableArray<KeyValuePair<string, string>> _pairs;

    private UrlProperties(ImmutableArray<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    public static UrlProperties Empty { get; } = new([]);

    /// <summary>Names in the order in which they were first given.</summary>
    public IEnumerable<string> Names => _pairs.Select(pair => pair.Key);

    public int Count => _pairs.Length;

    /// <summary>The value of a property; null when it is not given. An empty value is a value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _pairs)
                if (string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase))
                    return pair.Value;
            return null;
        }
    }

    /// <summary>Makes properties of pairs; of one given twice the first counts.</summary>
    public static UrlProperties Of(IEnumerable<KeyValuePair<string, string>> pairs) => Empty.Add(pairs);

    /// <summary>Adds pairs that are not there yet.</summary>
    public UrlProperties Add(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var seen = new HashSet<string>(Names, StringComparer.OrdinalIgnoreCase);
        return new UrlProperties([.. _pairs, .. pairs.Where(pair => seen.Add(pair.Key))]);
    }

    public UrlProperties Remove(params string[] names) =>
        new(_pairs.RemoveAll(pair => names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)));

    public override string ToString() => string.Join(", ", Names);
}
