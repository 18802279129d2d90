using System.Diagnostics;

namespace Levada.Operations.Tests;

/// <summary>The native binary as eng/publish makes it.</summary>
public sealed class PublishedBrokerTests
{
    [Fact]
    public async Task The_published_broker_has_no_warnings_and_serves_metadata_records_and_fetches()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && (IsInstalled("clang") || IsInstalled("gcc")), "Native publishing needs clang or gcc");
        using var directory = new TemporaryDirectory();
        var (exitCode, output) = await PublishAsync(directory.File("published"));
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);

        var port = LevadaProcess.FreePort();
        await using var broker = await LevadaProcess.StartBrokerAsync(directory, port, program: directory.File("published/levada"));
        using (var wire = LevadaProcess.Connect(port))
        {
            Assert.Equal(port, wire.Metadata().Brokers.Single().Port);
            wire.CreateTopic("native", partitionCount: 2);
            for (var i = 0; i < 5; i++) Assert.Equal(i, wire.ProduceRecord("native", 50_000, partition: 1));
            Assert.True(wire.FetchAll("native", partition: 1).Length > 250_000);
        }

        Assert.Equal(0, await broker.SignalAsync(LevadaProcess.Terminate));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int ExitCode, string Output)> PublishAsync(string target)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot(), "eng", "publish"), [target]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Warnings of the publishing are looked for, not one of a shell whose locale is missing.
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Levada.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No Levada.slnx above {AppContext.BaseDirectory}");
    }
}
