namespace Levada.Transfer.Urls;

/// <summary>The parts of <c>//authority/path?query</c>, still encoded.</summary>
/// <param name="Authority">Hosts, perhaps with an account before an <c>@</c>.</param>
/// <param name="Path">What follows the first slash after it, without the slash.</param>
/// <param name="Query">What follows the question mark.</param>
internal readonly record struct UrlText(string Authority, string Path, string Query)
{
    /// <summary>Splits an address that begins with two slashes; one that does not is all path.</summary>
    public static UrlText Split(string address)
    {
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : address[(mark + 1)..];
        var front = mark < 0 ? address : address[..mark];
        var hasHosts = front.StartsWith("//", StringComparison.Ordinal);
        var slash = hasHosts ? front.IndexOf('/', 2) : -1;
        var path = hasHosts ? slash < 0 ? "" : front[(slash + 1)..] : front.TrimStart('/');
        // Else a part of a password would be taken for the name of a database, and shown.
        if (path.Contains('@', StringComparison.Ordinal))
            throw new TransferException(
                "The JDBC URL holds an @ behind its hosts. Hosts follow two slashes; in an account, / is written %2F, ? %3F and @ %40; in a database's name @ is %40.");
        return new UrlText(!hasHosts ? "" : slash < 0 ? front[2..] : front[2..slash], path, query);
    }

    /// <summary>Splits at a separator that stands outside parentheses and brackets.</summary>
    public static IEnumerable<string> SplitOutside(string text, char separator)
    {
        var (depth, start) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth > 0 || text[index] != separator)
                continue;
            yield return text[start..index];
            start = index + 1;
        }
        yield return text[start..];
    }
}
