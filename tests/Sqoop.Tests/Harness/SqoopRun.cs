namespace Levada.Sqoop.Tests.Harness;

/// <summary>What one run of the program gave.</summary>
/// <param name="Arguments">The arguments as it got them.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Log">Its standard error.</param>
public sealed record SqoopRun(IReadOnlyList<string> Arguments, int ExitCode, string Output, string Log)
{
    /// <summary>The lines of the standard output.</summary>
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All of it, for the message of a test that fails.</summary>
    public override string ToString() => $"sqoop {string.Join(' ', Arguments)}\nexit code {ExitCode}\n--- stdout\n{Output}--- stderr\n{Log}";
}
