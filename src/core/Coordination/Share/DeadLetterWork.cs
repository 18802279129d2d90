namespace Levada.Coordination.Share;

/// <summary>A share partition has records that were given up and whose dead letters may not have been written: its leader is to take it up.</summary>
public sealed record DeadLetterWork(SharePartitionKey Key);
