using System.Collections.Immutable;

namespace Levada.Transfer.Urls;

/// <summary>A JDBC URL, taken apart. It is never handed to a driver: providers get settings made from it.</summary>
/// <param name="Product">The kind of database.</param>
/// <param name="Scheme">What stands before the address, e.g. <c>jdbc:mysql</c>.</param>
public sealed record JdbcUrl(DatabaseProduct Product, string Scheme)
{
    /// <summary>Servers in the order given; empty when the URL names none.</summary>
    public ImmutableArray<JdbcHost> Hosts { get; init; } = [];

    /// <summary>The database's name; of SQLite the file; empty when the URL names none.</summary>
    public string Database { get; init; } = "";

    /// <summary>A named instance of SQL Server.</summary>
    public string? InstanceName { get; init; }

    public string? UserName { get; init; }

    /// <summary>Never shown.</summary>
    public string? Password { get; init; }

    /// <summary>What else the URL says; user and password are taken out.</summary>
    public UrlProperties Properties { get; init; } = UrlProperties.Empty;

    /// <summary>Takes a URL apart. Throws a <see cref="TransferException"/> that shows no part of it that may be secret.</summary>
    /// <param name="url">As given to <c>--connect</c>.</param>
    public static JdbcUrl Parse(string url) => JdbcUrlSyntax.Parse(url);

    /// <summary>The URL without user, password and properties.</summary>
    public override string ToString()
    {
        var database = Database.Length == 0 ? "" : Product == DatabaseProduct.Sqlite ? Database : $"/{Database}";
        var hosts = Hosts.IsEmpty ? "" : $"//{string.Join(',', Hosts)}";
        var instance = InstanceName is null ? "" : $"\\{InstanceName}";
        return $"{Scheme}:{hosts}{instance}{database}";
    }
}
