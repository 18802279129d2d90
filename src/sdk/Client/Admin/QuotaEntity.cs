namespace Levada.Client.Admin;

/// <summary>Whom a quota is for; each part has a name, is <see cref="Default"/>, or is null where it is no part of the entity.</summary>
public readonly record struct QuotaEntity(string? User, string? ClientId, string? Ip)
{
    /// <summary>All that have no quota of their own; no name is empty.</summary>
    public const string Default = "";

    /// <summary>Types and names as on the wire, where null is the default.</summary>
    internal IEnumerable<(string Type, string? Name)> Parts
    {
        get
        {
            if (User is not null) yield return (UserType, NameOf(User));
            if (ClientId is not null) yield return (ClientIdType, NameOf(ClientId));
            if (Ip is not null) yield return (IpType, NameOf(Ip));
        }
    }

    private const string UserType = "user";
    private const string ClientIdType = "client-id";
    private const string IpType = "ip";

    public override string ToString() =>
        string.Join(' ', Parts.Select(part => part.Name is { } name ? $"{part.Type} {name}" : $"{part.Type} defaults"));

    internal static QuotaEntity From(IEnumerable<(string Type, string? Name)> parts)
    {
        var entity = default(QuotaEntity);
        foreach (var (type, name) in parts)
        {
            entity = type switch
            {
                UserType => entity with { User = name ?? Default },
                ClientIdType => entity with { ClientId = name ?? Default },
                IpType => entity with { Ip = name ?? Default },
                _ => entity,
            };
        }

        return entity;
    }

    private static string? NameOf(string part) => part.Length == 0 ? null : part;
}
