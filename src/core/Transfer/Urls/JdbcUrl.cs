using System.Buffers;
using System.Collections.Immutable;

namespace Levada.Transfer.Urls;

/// <summary>A JDBC URL, taken apart. It is never handed to a driver: providers get settings made from it.</summary>
/// <param name="Product">The kind of database.</param>
/// <param name="Scheme">What stands before the address, e.g. <c>jdbc:mysql</c>.</param>
public sealed record JdbcUrl(DatabaseProduct Product, string Scheme)
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("=;&?:(");

    /// <summary>Servers in the order given; empty when the URL names none.</summary>
    public ImmutableArray<JdbcHost> Hosts { get; init; } = [];

    /// <summary>The database's name; of SQLite the file; empty when the URL names none.</summary>
    public string Database { get; init; } = "";

    /// <summary>A named instance of SQL Server.</summary>
    public string? InstanceName { get; init; }

    public string? UserName { get; init; }

    /// <summary>Never shown.</summary>
    public string? Password { get; init; }

    /// <summary>How several hosts are meant, in the driver's word such as <c>loadbalance</c>; empty: one after the other until one answers.</summary>
    public string Mode { get; init; } = "";

    /// <summary>All that follows the scheme, as given; may hold secrets.</summary>
    public string Address { get; init; } = "";

    /// <summary>What else the URL says; user and password are taken out.</summary>
    public UrlProperties Properties { get; init; } = UrlProperties.Empty;

    /// <summary>Takes a URL apart. Throws a <see cref="TransferException"/> that shows no part of it that may be secret.</summary>
    /// <param name="url">As given to <c>--connect</c>.</param>
    public static JdbcUrl Parse(string url) => JdbcUrlSyntax.Parse(url);

    /// <summary>Takes the pairs over; user and password among them go where they belong.</summary>
    internal JdbcUrl WithProperties(IEnumerable<KeyValuePair<string, string>> pairs) => WithProperties(UrlProperties.Of(pairs));

    internal JdbcUrl WithProperties(UrlProperties properties) => this with
    {
        UserName = properties["user"] ?? UserName,
        Password = properties["password"] ?? Password,
        Properties = properties.Remove("user", "password"),
    };

    /// <summary>The URL without user, password and properties.</summary>
    public override string ToString()
    {
        // Properties that were joined to the name by the wrong sign are no part of it.
        var end = Product == DatabaseProduct.Sqlite ? -1 : Database.AsSpan().IndexOfAny(NotInNames);
        var shown = end < 0 ? Database : $"{Database.AsSpan(0, end)}…";
        var database = shown.Length == 0 || Hosts.IsEmpty ? shown : $"/{shown}";
        var hosts = Hosts.IsEmpty ? "" : $"//{string.Join(',', Hosts)}";
        var instance = InstanceName is null ? "" : $"\\{InstanceName}";
        return $"{Scheme}:{hosts}{instance}{database}";
    }
}
