namespace Levada.Simulation.Tests.Metadata;

/// <summary>A kind of run: what the metadata directory's disk does.</summary>
public sealed record MetadataScenario(string Name)
{
    public DiskFaults Faults { get; init; } = DiskFaults.None;

    public static IReadOnlyList<MetadataScenario> All { get; } =
    [
        new("power loss"),
        new("power loss with bit flips") { Faults = new DiskFaults { BitFlipProbability = 0.2 } },
        new("input/output errors")
        {
            Faults = new DiskFaults
            {
                WriteErrorProbability = 0.01, FlushErrorProbability = 0.02, OpenErrorProbability = 0.01, NameErrorProbability = 0.01,
            },
        },
        new("full disk") { Faults = new DiskFaults { CapacityBytes = 30_000 } },
    ];

    public override string ToString() => Name;
}
