namespace Levada.Coordination.Share;

/// <summary>Records that one acquisition gave to a member.</summary>
/// <param name="DeliveryCount">Which delivery of them this is, from 1.</param>
public readonly record struct AcquiredRange(long First, long Last, short DeliveryCount);
