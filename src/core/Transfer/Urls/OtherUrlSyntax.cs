namespace Levada.Transfer.Urls;

/// <summary>URLs of products that are not known: hosts when there are two slashes, else text that only the provider understands.</summary>
internal static class OtherUrlSyntax
{
    public static JdbcUrl Parse(string scheme, string address)
    {
        if (!address.StartsWith("//", StringComparison.Ordinal))
            return new JdbcUrl(DatabaseProduct.Other, scheme) { Address = address };
        var semicolon = address.IndexOf(';', StringComparison.Ordinal);
        var pairs = semicolon < 0 ? [] : address[(semicolon + 1)..].Split(';').SelectMany(UrlQuery.Parse);
        var url = HostUrlSyntax.Parse(DatabaseProduct.Other, scheme, semicolon < 0 ? address : address[..semicolon]);
        return (url with { Address = address }).WithProperties(url.Properties.Add(pairs));
    }
}
