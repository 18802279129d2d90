using System.Runtime.InteropServices;
using Levada.Broker;
using Levada.FileSystem;
using Levada.Http;
using Levada.Metadata.Configs;

namespace Levada.Start;

/// <summary>Where the command hands over to the broker: reads its configuration, starts it, and ends it on a signal.</summary>
internal static class BrokerEntry
{
    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(StartOptions options)
    {
        if (!TryReadConfig(options, out var config)) return ExitCode.Failure;
        var log = new BrokerLog(Console.Out, TimeProvider.System);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stopped));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stopped));
        try
        {
            await using var broker = BrokerHost.Start(config, new PosixFileSystem(), TimeProvider.System, log);
            StartScreen.Print(broker, config);

            // Clients are served by now; HTTP comes after them and must not keep them waiting.
            var monitor = new BrokerMonitor(broker.Status, StartScreen.Version);
            await using var http = new HttpServer(monitor, monitor, log.Warn);
            await http.StartAsync(config.HttpListeners, CancellationToken.None);
            return await RunAsync(broker, stopped.Task, log);
        }
        catch (StartupException e)
        {
            Console.Error.WriteLine($"levada: {e.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> RunAsync(BrokerHost broker, Task stopped, BrokerLog log)
    {
        if (await Task.WhenAny(stopped, broker.Failed) == stopped)
        {
            await broker.StopAsync();
            return ExitCode.Success;
        }

        var reason = await broker.Failed;
        log.Error("The broker cannot go on", reason);
        Console.Error.WriteLine($"levada: {reason.Message}");
        return ExitCode.Failure;
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stopped)
    {
        // A second signal finds nobody to stop it: the process then ends at once.
        signal.Cancel = stopped.TrySetResult();
    }

    private static bool TryReadConfig(StartOptions options, out BrokerConfig config)
    {
        config = null!;
        string? properties = null;
        try
        {
            if (options.PropertiesFile is { } path) properties = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"levada: {options.PropertiesFile} cannot be read: {e.Message}");
            return false;
        }

        var result = BrokerConfig.Load(new BrokerConfigSources
        {
            PropertiesName = options.PropertiesFile ?? "",
            PropertiesFile = properties,
            Environment = [.. ReadEnvironment()],
            Overrides = [.. options.Overrides.Select(pair => $"{pair.Key}={pair.Value}")],
        });
        foreach (var warning in result.Warnings) Console.Error.WriteLine($"levada: warning: {warning}");
        foreach (var advice in result.Advice) Console.Error.WriteLine($"levada: note: {advice}");
        foreach (var error in result.Errors) Console.Error.WriteLine($"levada: {error}");
        if (result.Config is null) return false;
        config = result.Config;
        return true;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadEnvironment()
    {
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            yield return KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "");
    }
}
