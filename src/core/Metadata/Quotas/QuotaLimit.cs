namespace Levada.Metadata.Quotas;

/// <summary>The quota that applies to a client, and with whom it shares it.</summary>
/// <param name="IsOfUser">Whether each user has a share of its own.</param>
/// <param name="IsOfClientId">Whether each client id has one.</param>
public readonly record struct QuotaLimit(double Bound, bool IsOfUser, bool IsOfClientId);
