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

    /// <summary>How many events have to happen between faults, at most twice as many: the pace is the clients', not the clock's.</summary>
    public required int EventCountBetween { get; init; }

    /// <summary>Whether members of KIP-848 groups take part.</summary>
    public required bool HasConsumerProtocol { get; init; }

    public const int PartitionCount = 3;
    public const string Plain = "plain";
    public const string Ordered = "ordered";
    public const string Transactional = "transactional";
    public const string Copy = "copy";
    public const string OrderedCopy = "ordered-copy";

    /// <summary>The topics with their partitions.</summary>
    public static IReadOnlyDictionary<string, int> Topics { get; } = new Dictionary<string, int>
    {
        [Plain] = PartitionCount, [Ordered] = 1, [Transactional] = PartitionCount, [Copy] = 2, [OrderedCopy] = 1,
    };
}
