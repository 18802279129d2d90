using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Levada.Sqoop.Tests.Shell;

/// <summary>The program as a process: what only the system can show.</summary>
public sealed partial class ProcessTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

    private readonly SqoopProgram _sqoop = new();

    private readonly List<Process> _running = [];

    public void Dispose()
    {
        // Where a test has failed, its program may still run.
        foreach (var process in _running)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }

        _sqoop.Dispose();
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sqoop.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _sqoop.Folder;
        var process = Process.Start(start)!;
        _running.Add(process);
        return process;
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void A_signal_ends_what_runs_and_gives_its_number(int signal, int exitCode)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A system without signals.");
        var process = Start("eval", "--connect", _sqoop.NewDatabase("a.db"), "-e", Endless);
        // The first line comes after the program has begun to listen to signals.
        Assert.Contains("Running Sqoop version", process.StandardError.ReadLine());
        Assert.Equal(0, Kill(process.Id, signal));
        Assert.Contains("Interrupted.", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
    }

    [Fact]
    public void Without_a_terminal_the_password_is_a_line_of_standard_input()
    {
        var process = Start("list-tables", "--connect", _sqoop.NewDatabase("a.db", "CREATE TABLE t (id INT)"), "-P");
        process.StandardInput.Write("s3cret\n");
        process.StandardInput.Close();
        Assert.Equal("t\n", process.StandardOutput.ReadToEnd());
        Assert.DoesNotContain("s3cret", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
