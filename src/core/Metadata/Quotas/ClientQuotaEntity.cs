namespace Levada.Metadata.Quotas;

/// <summary>Whom a quota is for: a user, a client id or both, or an address (KIP-546, KIP-612).</summary>
public readonly record struct ClientQuotaEntity(QuotaName User, QuotaName ClientId, QuotaName Ip)
{
    public const string UserType = "user";
    public const string ClientIdType = "client-id";
    public const string IpType = "ip";

    /// <summary>Its parts as they stand on the wire and in records; a null name is the default.</summary>
    public IEnumerable<(string Type, string? Name)> Parts
    {
        get
        {
            if (User.IsGiven) yield return (UserType, User.Name);
            if (ClientId.IsGiven) yield return (ClientIdType, ClientId.Name);
            if (Ip.IsGiven) yield return (IpType, Ip.Name);
        }
    }

    internal static IComparer<ClientQuotaEntity> Order { get; } = Comparer<ClientQuotaEntity>.Create(Compare);

    /// <summary>The part of a type, which must be known.</summary>
    public QuotaName Part(string type) => type switch
    {
        UserType => User,
        ClientIdType => ClientId,
        IpType => Ip,
        _ => default,
    };

    public static bool IsType(string type) => type is UserType or ClientIdType or IpType;

    /// <summary>Puts an entity together; says what is wrong with it, or null.</summary>
    public static string? Read(IEnumerable<(string Type, string? Name)> parts, out ClientQuotaEntity entity)
    {
        entity = default;
        foreach (var (type, name) in parts)
        {
            if (!IsType(type)) return $"'{type}' is no type of quota entity: {UserType}, {ClientIdType} or {IpType}";
            if (entity.Part(type).IsGiven) return $"{type} stands twice in the quota entity";
            if (name is { Length: 0 }) return $"the name of {type} is empty";
            var part = new QuotaName(true, name);
            entity = type switch
            {
                UserType => entity with { User = part },
                ClientIdType => entity with { ClientId = part },
                _ => entity with { Ip = part },
            };
        }

        if (entity == default) return "the quota entity is empty";
        return entity.Ip.IsGiven && (entity.User.IsGiven || entity.ClientId.IsGiven)
            ? $"{IpType} does not go with {UserType} or {ClientIdType}"
            : null;
    }

    private static int Compare(ClientQuotaEntity left, ClientQuotaEntity right)
    {
        var order = left.User.CompareTo(right.User);
        if (order == 0) order = left.ClientId.CompareTo(right.ClientId);
        return order == 0 ? left.Ip.CompareTo(right.Ip) : order;
    }
}
