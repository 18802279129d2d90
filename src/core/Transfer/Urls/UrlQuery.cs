namespace Levada.Transfer.Urls;

/// <summary><c>name=value&amp;name=value</c>, percent encoded.</summary>
internal static class UrlQuery
{
    public static IEnumerable<KeyValuePair<string, string>> Parse(string query)
    {
        // A URL that comes out of an XML file may still be written as it stood there.
        foreach (var part in query.Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]).Trim();
            if (name.Length > 0)
                yield return new(name, equals < 0 ? "" : Decode(part[(equals + 1)..]));
        }
    }

    /// <summary>Resolves percent escapes as UTF-8; what is no escape stays as it is, so that a plain <c>%</c> in a password does no harm.</summary>
    public static string Decode(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
}
