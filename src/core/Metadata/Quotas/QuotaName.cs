namespace Levada.Metadata.Quotas;

/// <summary>One part of a quota's entity: not part of it, the default of its type, or a name.</summary>
/// <param name="Name">Null for the default, and where the part is not given.</param>
public readonly record struct QuotaName(bool IsGiven, string? Name)
{
    /// <summary>All of the type that have no quota of their own.</summary>
    public static QuotaName Default => new(true, null);

    public bool IsDefault => IsGiven && Name is null;

    public static QuotaName Of(string name) => new(true, name);

    internal int CompareTo(QuotaName other) =>
        IsGiven != other.IsGiven ? IsGiven.CompareTo(other.IsGiven) : string.CompareOrdinal(Name, other.Name);
}
