using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>Who this node is in the metadata quorum, and how long it keeps what.</summary>
public sealed record QuorumOptions
{
    /// <summary>This voter's id (<c>node.id</c>).</summary>
    public required int NodeId { get; init; }

    /// <summary>The id of the directory that holds the metadata log (<c>directory.id</c> of its <c>meta.properties</c>).</summary>
    public required Uuid DirectoryId { get; init; }

    /// <summary>The voters that the configuration names; empty when it leaves them to the log.</summary>
    public IReadOnlyList<int> ConfiguredVoterIds { get; init; } = [];

    /// <summary>Where controllers reach this voter, by listener name.</summary>
    public IReadOnlyList<VoterEndpoint> Endpoints { get; init; } = [];

    /// <summary><c>metadata.log.segment.bytes</c>.</summary>
    public int SegmentBytesMax { get; init; } = 1 << 30;

    /// <summary><c>metadata.log.segment.ms</c>.</summary>
    public long SegmentMsMax { get; init; } = 604_800_000;

    /// <summary><c>metadata.max.retention.bytes</c>: log and snapshots together; negative for no bound.</summary>
    public long RetentionBytesMax { get; init; } = 104_857_600;

    /// <summary><c>metadata.max.retention.ms</c>; negative for no bound.</summary>
    public long RetentionMsMax { get; init; } = 604_800_000;

    /// <summary><c>metadata.log.max.record.bytes.between.snapshots</c>.</summary>
    public long SnapshotBytesBetweenMax { get; init; } = 20_971_520;

    /// <summary><c>metadata.log.max.snapshot.interval.ms</c>; 0 for no snapshots by time.</summary>
    public long SnapshotIntervalMs { get; init; } = 3_600_000;

    /// <summary><c>internal.metadata.delete.delay.millis</c>.</summary>
    public long FileDeleteDelayMs { get; init; } = 60_000;

    /// <summary>The largest batch of the metadata log; one append is one batch.</summary>
    public int BatchBytesMax { get; init; } = 8 << 20;
}
