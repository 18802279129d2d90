namespace Levada.Coordination.Share;

/// <summary>Neighbouring records of one state, as they are persisted.</summary>
public readonly record struct StateBatch(long First, long Last, RecordState State, short DeliveryCount);
