using System.Diagnostics;
using Levada.Servers;

namespace Levada.History.Tests;

/// <summary>The tool against the broker that was built beside it.</summary>
/// <remarks>Run by name: a client that waits for ever after its broker was killed, which librdkafka's can, would be taken for a broken promise.</remarks>
public sealed class RunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(11);

    [Fact(Explicit = true)]
    public async Task A_broker_that_is_killed_breaks_no_promise_to_transactions_groups_and_share_groups()
    {
        var directory = Directory.CreateTempSubdirectory("levada-history-").FullName;
        var (exitCode, text) = await RunAsync(
            "run", Path.Combine(directory, "history.jsonl"), "--broker", ProgramPath("Levada", "levada"), "--dir", Path.Combine(directory, "data"),
            "--port", $"{LoopbackPort.Next()}", "--faults", "3", "--between", "300", "--seed", "20261123", "--consumer-protocol");
        Assert.True(exitCode == 0, text);
        Assert.Contains("DeliveryEvent", text, StringComparison.Ordinal);
        Assert.EndsWith("no finding", text.TrimEnd(), StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ProgramPath("Levada.History", "levada-history"), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var progress = process.StandardError.ReadToEndAsync();
        var report = process.StandardOutput.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Its broker must not outlive it.
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await progress + await report);
    }

    private static string ProgramPath(string project, string program)
    {
        // Tests and programs are built with the same configuration: .../artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, program));
        return File.Exists(path) ? path : throw new FileNotFoundException("The program is not built.", path);
    }
}
