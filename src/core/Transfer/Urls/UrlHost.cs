using System.Globalization;

namespace Levada.Transfer.Urls;

/// <summary>One entry of a host list with what the URL says beside it.</summary>
internal sealed record UrlHost(JdbcHost Host)
{
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Properties that the URL gives to this host alone.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>Reads hosts that are parted by commas; an empty text is no host.</summary>
    public static IReadOnlyList<UrlHost> ParseList(string authority) => [.. Entries(authority).SelectMany(ParseEntry)];

    /// <summary>Reads <c>name</c>, <c>name:port</c>, <c>[IPv6]</c> or <c>[IPv6]:port</c>.</summary>
    public static JdbcHost ParseHost(string text)
    {
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 2 || (close + 1 < text.Length && text[close + 1] != ':'))
                throw new TransferException("A host in the JDBC URL begins with a bracket that is not closed.");
            return Named(text[1..close], close + 1 == text.Length ? null : Port(text[(close + 2)..]));
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // Several colons and no brackets: an address that nobody put a port behind.
        var isAddress = colon >= 0 && text.IndexOf(':', colon + 1) >= 0;
        if (isAddress && !text.All(letter => char.IsAsciiHexDigit(letter) || letter is ':' or '.' or '%'))
            throw new TransferException("A host in the JDBC URL has several ports. An IPv6 address stands in brackets: [::1]:3306.");
        return isAddress || colon < 0 ? Named(text, null) : Named(text[..colon], Port(text[(colon + 1)..]));
    }

    /// <summary>Reads a port; nothing after the colon means the product's own.</summary>
    public static int? Port(string text)
    {
        if (text.Length == 0)
            return null;
        // The text is not shown: behind a mistyped account it could be a part of the password.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : throw new TransferException("The JDBC URL holds a port that is no number from 1 to 65535.");
    }

    private static JdbcHost Named(string text, int? port)
    {
        var name = UrlQuery.Decode(text);
        return name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '.' or '_' or ':' or '%')
            ? new JdbcHost(name.Length == 0 ? "localhost" : name, port)
            : throw new TransferException("A host in the JDBC URL holds a character that host names do not have.");
    }

    private static IEnumerable<string> Entries(string text) =>
        UrlText.SplitOutside(text, ',').Select(entry => entry.Trim()).Where(entry => entry.Length > 0);

    private static IEnumerable<UrlHost> ParseEntry(string entry)
    {
        if (Pairs(entry) is { } pairs)
            return [OfPairs(pairs)];
        var at = entry.LastIndexOf('@');
        var (name, password) = at < 0 ? (null, null) : Account(entry[..at]);
        var hosts = entry[(at + 1)..];
        // One account for several hosts: user:password@[host:port,host:port].
        var isList = hosts.StartsWith('[') && hosts.EndsWith(']') && !IsIPv6(hosts.AsSpan(1, hosts.Length - 2));
        return (isList ? Entries(hosts[1..^1]) : [hosts])
            .Select(host => Pairs(host) is { } own ? OfPairs(own) : new UrlHost(ParseHost(host)))
            .Select(host => host with { UserName = host.UserName ?? name, Password = host.Password ?? password });
    }

    private static bool IsIPv6(ReadOnlySpan<char> text) => text.Count(':') > 1 && !text.ContainsAny(',', '(', '[');

    private static (string? Name, string? Password) Account(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (UrlQuery.Decode(text), null) : (UrlQuery.Decode(text[..colon]), UrlQuery.Decode(text[(colon + 1)..]));
    }

    // address=(host=a)(port=1) and (host=a,port=1).
    private static List<KeyValuePair<string, string>>? Pairs(string entry)
    {
        const string Keyword = "address=";
        var isLong = entry.StartsWith(Keyword, StringComparison.OrdinalIgnoreCase);
        var text = isLong ? entry[Keyword.Length..] : entry;
        if (!text.StartsWith('('))
            return null;
        if (!text.EndsWith(')'))
            throw new TransferException("A host in the JDBC URL begins with a parenthesis that is not closed.");
        var parts = text[1..^1].Split(isLong ? [")("] : [","], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.SelectMany(part => UrlQuery.Parse(part))];
    }

    private static UrlHost OfPairs(List<KeyValuePair<string, string>> pairs)
    {
        var properties = UrlProperties.Of(pairs);
        string[] own = ["host", "port", "user", "password", "protocol", "type", "priority"];
        return new UrlHost(Named((properties["host"] ?? "").Trim('[', ']'), Port(properties["port"] ?? "")))
        {
            UserName = properties["user"],
            Password = properties["password"],
            Properties = [.. pairs.Where(pair => !own.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))],
        };
    }
}
