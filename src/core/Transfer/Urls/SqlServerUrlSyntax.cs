namespace Levada.Transfer.Urls;

/// <summary><c>jdbc:sqlserver://host\instance:port;name=value</c> and <c>jdbc:jtds:sqlserver://host:port/database;name=value</c>.</summary>
/// <remarks>A value in braces may hold semicolons; a closing brace in it is doubled.</remarks>
internal static class SqlServerUrlSyntax
{
    public static JdbcUrl Parse(string scheme, string address)
    {
        if (!address.StartsWith("//", StringComparison.Ordinal))
            throw new TransferException("A URL of SQL Server looks like jdbc:sqlserver://host:1433;databaseName=name.");
        var end = address.IndexOf(';', StringComparison.Ordinal);
        var server = end < 0 ? address[2..] : address[2..end];
        var properties = UrlProperties.Of(Properties(end < 0 ? "" : address[(end + 1)..]));
        var slash = server.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : server[(slash + 1)..];
        var (host, instance) = Server(slash < 0 ? server : server[..slash], properties);
        var url = new JdbcUrl(DatabaseProduct.SqlServer, scheme)
        {
            Hosts = host is null ? [] : [host],
            InstanceName = instance,
            Database = properties["databaseName"] ?? properties["database"] ?? path,
            UserName = properties["userName"],
            Address = address,
        };
        return url.WithProperties(properties.Remove(
            "databaseName", "database", "serverName", "server", "portNumber", "port", "instanceName", "instance", "userName"));
    }

    public static JdbcUrl ParseJtds(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && address[..colon].Equals("sqlserver", StringComparison.OrdinalIgnoreCase)
            ? Parse("jdbc:jtds:sqlserver", address[(colon + 1)..])
            : throw new TransferException("Of jTDS URLs only jdbc:jtds:sqlserver: is known.");
    }

    private static (JdbcHost? Host, string? Instance) Server(string text, UrlProperties properties)
    {
        // An account is no part of this syntax, but people write it, and it must not end up in the server's name.
        var server = text.Length > 0 ? text[(text.LastIndexOf('@') + 1)..] : properties["serverName"] ?? properties["server"] ?? "";
        var backslash = server.IndexOf('\\', StringComparison.Ordinal);
        var instance = properties["instanceName"] ?? properties["instance"];
        var port = UrlHost.Port(properties["portNumber"] ?? properties["port"] ?? "");
        if (backslash >= 0)
        {
            var colon = server.IndexOf(':', backslash);
            instance = colon < 0 ? server[(backslash + 1)..] : server[(backslash + 1)..colon];
            port = colon < 0 ? port : UrlHost.Port(server[(colon + 1)..]);
            server = server[..backslash];
        }
        instance = string.IsNullOrEmpty(instance) ? null : instance;
        if (instance?.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$' or '-' or '#') == false)
            throw new TransferException("The instance in the JDBC URL holds a character that instance names do not have.");
        var host = server.Length == 0 ? null : UrlHost.ParseHost(server);
        return (host is null ? null : host with { Port = host.Port ?? port }, instance);
    }

    private static IEnumerable<KeyValuePair<string, string>> Properties(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            var equals = text.IndexOf('=', index);
            var semicolon = text.IndexOf(';', index);
            if (semicolon >= 0 && (equals < 0 || semicolon < equals))
            {
                index = semicolon + 1;
                continue;
            }
            if (equals < 0)
                yield break;
            var name = text[index..equals].Trim();
            var value = Value(text, equals + 1, out index);
            if (name.Length > 0)
                yield return new(name, value);
        }
    }

    private static string Value(string text, int start, out int next)
    {
        var first = start;
        while (first < text.Length && text[first] == ' ')
            first++;
        if (first < text.Length && text[first] == '{')
            return Braced(text, first + 1, out next);
        var end = text.IndexOf(';', start);
        next = end < 0 ? text.Length : end + 1;
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }

    private static string Braced(string text, int start, out int next)
    {
        for (var index = start; index < text.Length; index++)
        {
            if (text[index] != '}')
                continue;
            if (index + 1 < text.Length && text[index + 1] == '}')
            {
                index++;
                continue;
            }
            var semicolon = text.IndexOf(';', index);
            next = semicolon < 0 ? text.Length : semicolon + 1;
            return text[start..index].Replace("}}", "}", StringComparison.Ordinal);
        }
        throw new TransferException("A property of the JDBC URL begins with a brace that is not closed.");
    }
}
