namespace Levada.Transfer.Urls;

/// <summary><c>jdbc:sqlite:path[?name=value&amp;…]</c>, where the path may be a <c>file:</c> URI.</summary>
internal static class SqliteUrlSyntax
{
    private const string FileScheme = "file:";

    public static JdbcUrl Parse(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? address : address[..query];
        var pairs = UrlQuery.Parse(query < 0 ? "" : address[(query + 1)..]);
        if (path.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase))
            path = UrlQuery.Decode(FilePath(path[FileScheme.Length..]));
        var properties = UrlProperties.Of(pairs);
        RefuseMemory(path, properties);
        return new JdbcUrl(DatabaseProduct.Sqlite, "jdbc:sqlite") { Database = path, Properties = properties.Remove("user").Remove("password") };
    }

    // A URI may name the machine: file://localhost/path.
    private static string FilePath(string uri)
    {
        if (!uri.StartsWith("//", StringComparison.Ordinal))
            return uri;
        var path = uri.IndexOf('/', 2);
        return path < 0 ? "" : uri[path..];
    }

    private static void RefuseMemory(string path, UrlProperties properties)
    {
        if (path.Length == 0 || path == ":memory:" || properties["mode"] == "memory")
            throw new TransferException(
                "A SQLite database in memory belongs to one program and is empty in any other: name a file, as in jdbc:sqlite:path/to/file.db.");
        if (path.StartsWith(":resource:", StringComparison.Ordinal))
            throw new TransferException("jdbc:sqlite::resource: reads a file inside a Java archive: name a file of its own.");
    }
}
