namespace Levada.Start;

/// <summary>Where the command hands over to the broker.</summary>
internal static class BrokerEntry
{
    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(StartOptions options)
    {
        Console.Error.WriteLine($"levada: this build has no broker (asked for {options.PropertiesFile ?? "the defaults"})");
        return Task.FromResult(ExitCode.Failure);
    }
}
