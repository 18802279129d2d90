namespace Levada.Sqoop.Tests.Shell;

internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the log without time, level and source.</summary>
    public IEnumerable<string> LogTexts => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)[^1]);
}
