using System.Diagnostics;

namespace Levada.Load;

/// <summary>Starts a broker, measures until it answers, kills it with -9 and measures until records can be fetched again.</summary>
internal static class StartRun
{
    public static void Execute(LoadOptions options)
    {
        var command = options.StartCommand ?? throw new ArgumentException("--start 'command' says how to start the broker.");
        var watch = Stopwatch.StartNew();
        using var broker = Start(command);
        RawClient.AwaitMetadata(options.Bootstrap);
        Console.WriteLine($"start    Metadata answered after {watch.ElapsedMilliseconds} ms");
        Thread.Sleep(TimeSpan.FromSeconds(2));
        if (ProcessProbe.Of(broker.Id) is { } idle) Console.WriteLine($"         idle: {idle.ResidentMegabytes:F0} MB resident, {idle.ThreadCount} threads");
        if (options.Topic.Length > 0) Restart(options, broker, command);
        broker.Kill();
        broker.WaitForExit();
    }

    private static void Restart(LoadOptions options, Process broker, string command)
    {
        broker.Kill();
        broker.WaitForExit();
        var watch = Stopwatch.StartNew();
        using var again = Start(command);
        RawClient.AwaitFetch(options.Bootstrap, options.Topic);
        Console.WriteLine($"restart  after kill -9: first records fetched after {watch.ElapsedMilliseconds} ms");
        again.Kill();
        again.WaitForExit();
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
