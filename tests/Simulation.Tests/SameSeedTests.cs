using System.Diagnostics;
using System.Globalization;
using Levada.Simulation.Tests.Logs;
using Levada.Simulation.Tests.Metadata;

namespace Levada.Simulation.Tests;

/// <summary>A seed is worth keeping only if it means the same in every process: every call to the disk is compared, byte by byte.</summary>
public sealed class SameSeedTests
{
    private const string TraceVariable = "LEVADA_SIMULATION_TRACE";
    private const string SeedVariable = "LEVADA_SIMULATION_SEED";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_seed_gives_two_processes_the_same_trace(ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("levada-trace").FullName;
        try
        {
            var first = RunInProcess(seed, Path.Combine(folder, "first"));
            var second = RunInProcess(seed, Path.Combine(folder, "second"));
            var other = RunInProcess(seed + 100, Path.Combine(folder, "other"));
            Assert.True(first.Length > 10_000, "The trace is suspiciously short.");
            Assert.True(first.AsSpan().SequenceEqual(second), "Two processes did different things with one seed.");
            Assert.False(first.AsSpan().SequenceEqual(other), "Two seeds gave one trace: it does not show what happens.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the child processes run.</summary>
    [Fact(Explicit = true)]
    public void Write_trace()
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable(SeedVariable)!, CultureInfo.InvariantCulture);
        using var trace = new StreamWriter(Environment.GetEnvironmentVariable(TraceVariable)!);
        LogSimulationTests.Run(LogScenario.All.Single(scenario => scenario.Name == "input/output errors"), seed, trace.WriteLine);
        LogSimulationTests.Run(LogScenario.All.Single(scenario => scenario.Name == "power loss with bit flips"), seed, trace.WriteLine);
        MetadataSimulationTests.Run(MetadataScenario.All.Single(scenario => scenario.Name == "input/output errors"), seed, trace.WriteLine);
    }

    private static byte[] RunInProcess(ulong seed, string tracePath)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["-noLogo", "-explicit", "only", "-method", $"{typeof(SameSeedTests).FullName}.{nameof(Write_trace)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[SeedVariable] = seed.ToString(CultureInfo.InvariantCulture);
        start.Environment[TraceVariable] = tracePath;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return File.ReadAllBytes(tracePath);
    }
}
