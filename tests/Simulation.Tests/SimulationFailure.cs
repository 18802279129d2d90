namespace Levada.Simulation.Tests;

/// <summary>A promise that a simulated run broke; the message says which, the test adds the seed.</summary>
internal sealed class SimulationFailure(string message) : Exception(message)
{
    public static void Require(bool condition, Func<string> describe)
    {
        if (!condition) throw new SimulationFailure(describe());
    }
}
