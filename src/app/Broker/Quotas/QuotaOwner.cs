namespace Levada.Broker.Quotas;

/// <summary>Who shares one quota; an empty name stands for everybody the quota does not tell apart.</summary>
internal readonly record struct QuotaOwner(QuotaKind Kind, string User, string ClientId);
