using Levada.Log;

namespace Levada.Simulation.Tests.Logs;

/// <summary>A kind of run: what the topic promises and what its disk does.</summary>
public sealed record LogScenario(string Name)
{
    public Durability Durability { get; init; } = Durability.Disk;
    public DiskFaults Faults { get; init; } = DiskFaults.None;

    /// <summary>Whether the machine may die; without it only the process does.</summary>
    public bool HasPowerLoss { get; init; } = true;

    /// <summary>Whether unflushed records may be cut off, as a follower's are by its leader.</summary>
    public bool HasTruncation { get; init; }

    public int SegmentBytesMax { get; init; } = 6_000;

    public static IReadOnlyList<LogScenario> All { get; } =
    [
        new("power loss"),
        new("power loss with bit flips") { Faults = new DiskFaults { BitFlipProbability = 0.2 } },
        new("power loss with whole writes") { Faults = new DiskFaults { HasTornWrites = false } },
        new("power loss and truncation") { HasTruncation = true },
        new("power loss in one segment") { SegmentBytesMax = 1 << 20 },
        new("input/output errors")
        {
            Faults = new DiskFaults
            {
                WriteErrorProbability = 0.01, FlushErrorProbability = 0.02, OpenErrorProbability = 0.01, NameErrorProbability = 0.01,
            },
        },
        new("full disk") { Faults = new DiskFaults { CapacityBytes = 40_000 } },
        new("kill -9 in page-cache mode") { Durability = Durability.PageCache, HasPowerLoss = false },
        new("kill -9 in page-cache mode with a full disk")
        {
            Durability = Durability.PageCache, HasPowerLoss = false, Faults = new DiskFaults { CapacityBytes = 40_000 },
        },
    ];

    public override string ToString() => Name;
}
