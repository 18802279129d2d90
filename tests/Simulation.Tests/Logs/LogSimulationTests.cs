namespace Levada.Simulation.Tests.Logs;

public sealed class LogSimulationTests
{
    private const int StepCount = 250;

    public static TheoryData<LogScenario> Scenarios => [.. LogScenario.All];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Whatever_fails_nothing_acknowledged_is_lost_and_no_offset_changes(LogScenario scenario)
    {
        for (ulong seed = 0; seed < (ulong)SimulationSeeds.Count; seed++) Run(scenario, seed);
    }

    /// <summary>Seeds that once showed a bug, kept so that they go on being tried however many seeds a run has.</summary>
    [Theory]
    [InlineData("power loss", 4)]
    [InlineData("power loss", 7)]
    [InlineData("power loss with bit flips", 1)]
    [InlineData("power loss with bit flips", 48)]
    [InlineData("power loss with bit flips", 57)]
    [InlineData("power loss with whole writes", 9)]
    [InlineData("power loss and truncation", 12)]
    [InlineData("input/output errors", 50)]
    public void A_seed_that_showed_a_bug_once_shows_none_now(string scenarioName, ulong seed) =>
        Run(LogScenario.All.Single(scenario => scenario.Name == scenarioName), seed);

    internal static void Run(LogScenario scenario, ulong seed, DiskTrace? trace = null)
    {
        try
        {
            new LogWorld(seed, scenario, trace).Run(StepCount);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Scenario '{scenario}', seed {seed}: {error.Message}", error);
        }
    }
}
