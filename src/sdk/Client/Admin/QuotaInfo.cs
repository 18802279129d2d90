namespace Levada.Client.Admin;

/// <summary>The quotas that stand for an entity itself.</summary>
public sealed record QuotaInfo(QuotaEntity Entity, IReadOnlyList<KeyValuePair<string, double>> Values);
