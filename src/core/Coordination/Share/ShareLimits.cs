namespace Levada.Coordination.Share;

/// <summary>The configurations of a share group that decide over single records.</summary>
public sealed record ShareLimits
{
    /// <summary>Deliveries after which a record is given up (<c>share.delivery.count.limit</c>).</summary>
    public int DeliveryCountMax { get; init; } = 5;

    /// <summary>Records in flight (<c>share.partition.max.record.locks</c>); a whole last batch may go beyond it.</summary>
    public int RecordLocksMax { get; init; } = 2000;

    /// <summary>How long a member may hold a record (<c>share.record.lock.duration.ms</c>).</summary>
    public int LockDurationMs { get; init; } = 30_000;

    /// <summary>Whether records that are given up go to a dead-letter topic first (KIP-1191).</summary>
    public bool IsDeadLettering { get; init; }

    /// <summary>From this delivery count on, records are delivered in ever smaller sets, so that a bad one is found.</summary>
    internal int IsolationCountMin => Math.Max(2, (DeliveryCountMax + 1) / 2);
}
