namespace Levada.Simulation.Tests.Metadata;

public sealed class MetadataSimulationTests
{
    private const int StepCount = 250;

    public static TheoryData<MetadataScenario> Scenarios => [.. MetadataScenario.All];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Whatever_fails_nothing_committed_is_lost_and_no_epoch_comes_twice(MetadataScenario scenario)
    {
        for (ulong seed = 0; seed < (ulong)SimulationSeeds.Count; seed++) Run(scenario, seed);
    }

    internal static void Run(MetadataScenario scenario, ulong seed, DiskTrace? trace = null)
    {
        try
        {
            new MetadataWorld(seed, scenario, trace).Run(StepCount);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Scenario '{scenario}', seed {seed}: {error.Message}", error);
        }
    }
}
