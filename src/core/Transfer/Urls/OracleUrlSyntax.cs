namespace Levada.Transfer.Urls;

/// <summary><c>jdbc:oracle:thin:[user/password]@address</c>, where the address is <c>//host:port/service</c>, <c>host:port:sid</c> or a description.</summary>
internal static class OracleUrlSyntax
{
    public static JdbcUrl Parse(string address)
    {
        var at = address.LastIndexOf('@');
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || colon < 0 || colon > at)
            throw new TransferException("A URL of Oracle looks like jdbc:oracle:thin:@//host:1521/service.");
        var account = address[(colon + 1)..at];
        var slash = account.IndexOf('/', StringComparison.Ordinal);
        return new JdbcUrl(DatabaseProduct.Oracle, "jdbc:oracle")
        {
            UserName = account.Length == 0 ? null : slash < 0 ? account : account[..slash],
            Password = slash < 0 ? null : account[(slash + 1)..].Trim('"'),
            Database = Target(address[(at + 1)..]),
            Address = address,
        };
    }

    // host:port:sid is a form of JDBC alone: others write the service behind a slash.
    private static string Target(string text)
    {
        if (text.StartsWith('(') || text.StartsWith("//", StringComparison.Ordinal))
            return text;
        var parts = text.Split(':');
        return parts.Length == 3 ? $"//{parts[0]}:{parts[1]}/{parts[2]}" : text;
    }
}
