namespace Levada.Transfer.Urls;

/// <summary><c>//host:port,host:port/database?name=value&amp;name=value</c>: MySQL, MariaDB, PostgreSQL and most others.</summary>
internal static class HostUrlSyntax
{
    public static JdbcUrl Parse(DatabaseProduct product, string scheme, string address)
    {
        var text = UrlText.Split(address);
        var hosts = UrlHost.ParseList(text.Authority);
        var pairs = UrlQuery.Parse(text.Query).Concat(hosts.Count == 0 ? [] : hosts[0].Properties);
        var url = new JdbcUrl(product, scheme)
        {
            Hosts = [.. hosts.Select(host => host.Host)],
            Database = UrlQuery.Decode(text.Path),
            UserName = hosts.Count == 0 ? null : hosts[0].UserName,
            Password = hosts.Count == 0 ? null : hosts[0].Password,
            Address = address,
        };
        return url.WithProperties(pairs);
    }

    /// <summary>MySQL's and MariaDB's URLs, which may name a way of using several hosts before them.</summary>
    public static JdbcUrl ParseMySql(string name, string address)
    {
        var slashes = address.IndexOf("//", StringComparison.Ordinal);
        var mode = slashes <= 0 ? "" : address[..slashes].TrimEnd(':').ToLowerInvariant();
        if (slashes < 0 || mode is not ("" or "replication" or "loadbalance" or "sequential" or "failover" or "aurora" or "load-balance" or "load-balance-read"))
            throw new TransferException($"A URL of {name} looks like jdbc:{name}://host:3306/database?name=value.");
        return Parse(DatabaseProduct.MySql, $"jdbc:{name}", address[slashes..]) with { Mode = mode };
    }
}
