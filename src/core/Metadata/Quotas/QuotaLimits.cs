using Levada.Metadata.Image;

namespace Levada.Metadata.Quotas;

/// <summary>All quotas of one key, to be asked for the one that applies to a client. Immutable.</summary>
public sealed class QuotaLimits(ClientQuotasImage image, string key)
{
    private readonly bool _isAnySet = image.Entities.Any(pair => pair.Value.ContainsKey(key));

    public bool IsEmpty => !_isAnySet;

    /// <summary>The most specific quota: of user and client id together before the user's, before the client id's; names before defaults.</summary>
    /// <returns>Null where nothing bounds the client.</returns>
    public QuotaLimit? Find(string user, string clientId)
    {
        if (IsEmpty) return null;
        var (name, client) = (QuotaName.Of(user), QuotaName.Of(clientId));
        return Find(name, client) ?? Find(name, QuotaName.Default) ?? Find(name, default)
            ?? Find(QuotaName.Default, client) ?? Find(QuotaName.Default, QuotaName.Default) ?? Find(QuotaName.Default, default)
            ?? Find(default, client) ?? Find(default, QuotaName.Default);
    }

    /// <summary>The quota of an address.</summary>
    public double? FindOfAddress(string address) =>
        IsEmpty ? null : ValueOf(new(default, default, QuotaName.Of(address))) ?? ValueOf(new(default, default, QuotaName.Default));

    private QuotaLimit? Find(QuotaName user, QuotaName clientId) =>
        ValueOf(new(user, clientId, default)) is { } bound ? new QuotaLimit(bound, user.IsGiven, clientId.IsGiven) : null;

    private double? ValueOf(ClientQuotaEntity entity) => image.Of(entity).TryGetValue(key, out var value) ? value : null;
}
