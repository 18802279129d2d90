namespace Levada.Transfer.Urls;

/// <summary>A server in a JDBC URL.</summary>
/// <param name="Name">A host name or an address; an IPv6 address without its brackets.</param>
/// <param name="Port">Null: the URL names none, the product's own is meant.</param>
public sealed record JdbcHost(string Name, int? Port)
{
    public override string ToString()
    {
        var name = Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name;
        return Port is null ? name : $"{name}:{Port}";
    }
}
