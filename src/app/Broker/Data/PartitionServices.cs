namespace Levada.Broker.Data;

/// <summary>What everyone who writes partitions or looks after them shares.</summary>
internal sealed record PartitionServices(DelayedDeletions Deletions, Flusher Flusher, PartitionAppender Appender, LogMaintenance Maintenance);
