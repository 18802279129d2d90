namespace Levada.Transfer.Urls;

/// <summary><c>jdbc:db2://host:port/database:name=value;name=value;</c>.</summary>
internal static class Db2UrlSyntax
{
    public static JdbcUrl Parse(string address)
    {
        var text = UrlText.Split(address);
        var colon = text.Path.IndexOf(':', StringComparison.Ordinal);
        var pairs = colon < 0 ? [] : text.Path[(colon + 1)..].Split(';').SelectMany(UrlQuery.Parse);
        var url = new JdbcUrl(DatabaseProduct.Db2, "jdbc:db2")
        {
            Hosts = [.. UrlHost.ParseList(text.Authority).Select(host => host.Host)],
            Database = colon < 0 ? text.Path : text.Path[..colon],
            Address = address,
        };
        return url.WithProperties(pairs);
    }
}
