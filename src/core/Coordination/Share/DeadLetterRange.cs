namespace Levada.Coordination.Share;

/// <summary>Neighbouring records that were given up alike.</summary>
/// <param name="DeliveryCount">How often each was delivered.</param>
public readonly record struct DeadLetterRange(long First, long Last, short DeliveryCount, DeadLetterReason Reason);
