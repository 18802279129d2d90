using System.Globalization;

namespace Levada.Simulation.Tests;

/// <summary>How many seeds a property is tried with: 150, or what LEVADA_SIMULATION_SEEDS says.</summary>
internal static class SimulationSeeds
{
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("LEVADA_SIMULATION_SEEDS"), CultureInfo.InvariantCulture, out var count) ? count : 150;
}
