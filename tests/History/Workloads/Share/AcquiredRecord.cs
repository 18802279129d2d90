namespace Levada.History.Workloads.Share;

/// <summary>One record that a share fetch gave to a member.</summary>
internal readonly record struct AcquiredRecord(int Partition, long Offset, string Value, int DeliveryCount);
