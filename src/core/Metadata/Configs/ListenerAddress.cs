using System.Globalization;

namespace Levada.Metadata.Configs;

/// <summary>The parts of <c>NAME://host:port</c>.</summary>
internal readonly record struct ListenerAddress(string Name, string Host, int Port)
{
    /// <summary>Reads one element of <c>listeners</c>; brackets around an IPv6 address are taken off.</summary>
    public static bool TryParse(string text, out ListenerAddress address)
    {
        address = default;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        if (scheme <= 0 || colon < scheme + 3) return false;
        var name = text[..scheme];
        var host = text[(scheme + 3)..colon];
        if (host is ['[', .. var inner, ']']) host = inner;
        else if (host.Contains(':') || host.Contains('/')) return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')) return false;
        address = new ListenerAddress(name.ToUpperInvariant(), host, port);
        return true;
    }
}
