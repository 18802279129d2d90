using System.Diagnostics;

namespace Levada.Load;

/// <summary>Starts a broker, measures until it answers, and kills it.</summary>
internal static class StartRun
{
    public static void AwaitMetadata(LoadOptions options) =>
        Measure(options, () => RawClient.AwaitMetadata(options.Bootstrap), "start    Metadata answered");

    /// <summary>On a directory whose broker was killed before.</summary>
    public static void AwaitRecords(LoadOptions options) =>
        Measure(options, () => RawClient.AwaitFetch(options.Bootstrap, options.Topic), "restart  first records fetched");

    private static void Measure(LoadOptions options, Action await, string what)
    {
        var command = options.StartCommand ?? throw new ArgumentException("--start 'command' says how to start the broker.");
        var watch = Stopwatch.StartNew();
        using var broker = Start(command);
        await();
        Console.WriteLine($"{what} after {watch.Elapsed.TotalMilliseconds:F1} ms");
        broker.Kill();
        broker.WaitForExit();
    }

    private static Process Start(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec " + command]) { RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{command}' did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
