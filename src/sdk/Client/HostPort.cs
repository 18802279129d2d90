using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Levada.Client;

/// <summary>Where a broker listens.</summary>
public readonly record struct HostPort(string Host, int Port)
{
    private const int DefaultPort = 9092;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, each with an optional <c>PROTOCOL://</c> in front.</summary>
    /// <remarks>Without a port it is 9092.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPort address)
    {
        address = default;
        var rest = text.AsSpan().Trim();
        var scheme = rest.IndexOf("://");
        if (scheme >= 0) rest = rest[(scheme + 3)..];
        var host = rest;
        var port = DefaultPort;
        var colon = rest.LastIndexOf(':');
        var isBareV6 = rest.Count(':') > 1 && !rest.StartsWith("[");
        if (colon > rest.LastIndexOf(']') && !isBareV6)
        {
            host = rest[..colon];
            if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        }

        if (host.StartsWith("[") && host.EndsWith("]")) host = host[1..^1];
        if (host.IsEmpty || host.ContainsAny(" /,") || port is < 1 or > 65_535) return false;
        address = new HostPort(host.ToString(), port);
        return true;
    }

    /// <summary>Reads a comma-separated list; empty pieces are skipped.</summary>
    /// <param name="malformed">The first piece that is no address, if the result is false.</param>
    public static bool TryParseList(string text, out IReadOnlyList<HostPort> addresses, out string? malformed)
    {
        var list = new List<HostPort>();
        addresses = list;
        malformed = null;
        foreach (var piece in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryParse(piece, out var address))
            {
                list.Add(address);
                continue;
            }

            malformed = piece;
            return false;
        }

        if (list.Count == 0) malformed = text;
        return list.Count > 0;
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
