namespace Levada.Transfer.Urls;

/// <summary>Finds out which product's rules a URL follows.</summary>
internal static class JdbcUrlSyntax
{
    private const string Prefix = "jdbc:";

    public static JdbcUrl Parse(string url)
    {
        var text = url.Trim();
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            throw new TransferException($"--connect takes a JDBC URL such as jdbc:mysql://host/database: the one given does not begin with {Prefix}");
        if (text.AsSpan().ContainsAny('\0', '\r', '\n'))
            throw new TransferException("The JDBC URL of --connect holds a line break or a NUL.");
        var rest = text[Prefix.Length..];
        var end = rest.IndexOf(':', StringComparison.Ordinal);
        var name = (end < 0 ? rest : rest[..end]).ToLowerInvariant();
        if (end < 0 || name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '+' or '.'))
            throw new TransferException("The JDBC URL of --connect names no database product: it should look like jdbc:mysql://host/database.");
        return Parse(name, rest[(end + 1)..]);
    }

    private static JdbcUrl Parse(string name, string address) => name switch
    {
        "mysql" or "mariadb" => HostUrlSyntax.ParseMySql(name, address),
        "postgresql" => HostUrlSyntax.Parse(DatabaseProduct.PostgreSql, Prefix + name, address),
        "sqlserver" => SqlServerUrlSyntax.Parse(Prefix + name, address),
        "microsoft" when address.StartsWith("sqlserver:", StringComparison.OrdinalIgnoreCase) =>
            SqlServerUrlSyntax.Parse("jdbc:microsoft:sqlserver", address["sqlserver:".Length..]),
        "jtds" => SqlServerUrlSyntax.ParseJtds(address),
        "sqlite" => SqliteUrlSyntax.Parse(address),
        "hsqldb" => new JdbcUrl(DatabaseProduct.Hsqldb, Prefix + name) { Address = address },
        "oracle" => OracleUrlSyntax.Parse(address),
        "db2" => Db2UrlSyntax.Parse(address),
        _ => OtherUrlSyntax.Parse(Prefix + name, address),
    };
}
