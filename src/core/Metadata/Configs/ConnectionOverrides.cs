using System.Globalization;

namespace Levada.Metadata.Configs;

/// <summary>Reads <c>max.connections.per.ip.overrides</c>.</summary>
internal static class ConnectionOverrides
{
    /// <summary>Bounds by host or address; null when the text is malformed.</summary>
    public static SortedDictionary<string, int>? Parse(string text)
    {
        var bounds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in ConfigText.Split(text))
        {
            var colon = pair.LastIndexOf(':');
            if (colon <= 0) return null;
            if (!int.TryParse(pair.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
            bounds[pair[..colon].Trim('[', ']')] = count;
        }

        return bounds;
    }
}
