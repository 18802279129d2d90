namespace Levada.Broker.Quotas;

/// <summary>One quota's use at one moment.</summary>
/// <param name="User">Empty where the quota does not tell users apart; <paramref name="ClientId"/> likewise.</param>
/// <param name="Rate">Bytes, percent of a thread or partitions, per second.</param>
/// <param name="ThrottleMs">How long clients were throttled, on average of the last window; 0 if none was.</param>
/// <param name="Tokens">Of the controller mutation quota: what is left, or owed.</param>
public readonly record struct QuotaStatus(QuotaKind Kind, string User, string ClientId, double Rate, double ThrottleMs, double Tokens);
