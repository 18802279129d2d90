using Levada.Broker;

namespace Levada.Start;

/// <summary><c>levada start</c>: everything before the broker itself.</summary>
internal static class StartCommand
{
    /// <param name="arguments">What follows <c>start</c>.</param>
    public static Task<int> RunAsync(ReadOnlySpan<string> arguments)
    {
        StartArguments parsed;
        try
        {
            parsed = StartArguments.Parse(arguments);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"levada: {e.Message}");
            return Task.FromResult(ExitCode.Usage);
        }

        if (parsed.IsHelpWanted)
        {
            Console.Out.Write(StartArguments.Help);
            return Task.FromResult(ExitCode.Success);
        }

        // Must be set before the first socket is made: completions then run on the thread that polls.
        SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
        // For comparisons with brokers that leave the system's congestion control alone (docs/performance.md).
        if (Environment.GetEnvironmentVariable("LEVADA_LOOPBACK_UNPACED") == "false") AppContext.SetSwitch(BrokerHost.LoopbackUnpacedSwitch, false);
        OpenFileLimit.Raise();
        return BrokerEntry.RunAsync(parsed.Options);
    }

    private static void SetUnlessSet(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null) Environment.SetEnvironmentVariable(name, value);
    }
}
