namespace Levada.History;

/// <summary>What a run does to the broker, and for how long.</summary>
internal sealed record RunPlan
{
    public required string Program { get; init; }
    public required string Directory { get; init; }
    public required int Port { get; init; }
    public required string[] Overrides { get; init; }
    public required int Seed { get; init; }

    /// <summary>How often the broker is killed or stopped, with random pauses between.</summary>
    public required int FaultCount { get; init; }

    /// <summary>How many records have to be sent between faults, at most twice as many: the pace is the producers', not the clock's.</summary>
    public required int RecordCountBetween { get; init; }

    /// <summary>Whether members of KIP-848 groups take part.</summary>
    public required bool HasConsumerProtocol { get; init; }

    public const int PartitionCount = 3;
    public const string Plain = "plain";
    public const string Ordered = "ordered";
    public const string Transactional = "transactional";
    public const string Copy = "copy";
    public const string OrderedCopy = "ordered-copy";
    public const int ShareLockMs = 2_000;
    public const int ShareDeliveryCountMax = 5;

    /// <summary>The topics with their partitions.</summary>
    public static IReadOnlyDictionary<string, int> Topics { get; } = new Dictionary<string, int>
    {
        [Plain] = PartitionCount, [Ordered] = 1, [Transactional] = PartitionCount, [Copy] = 2, [OrderedCopy] = 1,
    };

    /// <summary>Has groups notice soon who is gone, so that they form between two faults, and has share states be written anew and pruned often.</summary>
    public static IReadOnlyList<string> BrokerSettings { get; } =
    [
        "group.min.session.timeout.ms=1000",
        "group.consumer.min.session.timeout.ms=5000", "group.consumer.session.timeout.ms=6000",
        "group.consumer.min.heartbeat.interval.ms=500", "group.consumer.heartbeat.interval.ms=1000",
        "group.share.min.session.timeout.ms=5000", "group.share.session.timeout.ms=6000",
        "group.share.min.heartbeat.interval.ms=500", "group.share.heartbeat.interval.ms=1000",
        $"group.share.min.record.lock.duration.ms={ShareLockMs}", $"group.share.record.lock.duration.ms={ShareLockMs}",
        "group.share.max.size=1000",
        $"group.share.delivery.count.limit={ShareDeliveryCountMax}",
        "share.coordinator.snapshot.update.records.per.snapshot=20", "share.coordinator.state.topic.prune.interval.ms=3000",
    ];
}
