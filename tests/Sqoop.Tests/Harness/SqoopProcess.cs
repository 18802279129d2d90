using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>The built program while it runs, as a user would run it.</summary>
/// <remarks>A run that does not end within minutes is killed and fails its test with all that it wrote.</remarks>
public sealed partial class SqoopProcess : IDisposable
{
    public const int SigInt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly IReadOnlyList<string> _arguments;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _log;

    static SqoopProcess()
    {
        // Each test blocks a thread while its program runs, and the pipes need some as well.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, 32), completions);
    }

    private SqoopProcess(ProcessStartInfo start, IReadOnlyList<string> arguments, string? input)
    {
        _arguments = arguments;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _log = _process.StandardError.ReadToEndAsync();
        Feed(input);
    }

    /// <summary>The program file, built beside the tests with the same configuration.</summary>
    public static string ProgramFile { get; } = FindProgram();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the program in a folder with an environment of its own.</summary>
    /// <param name="program">What runs: the program's file or one that ends up there.</param>
    /// <param name="leading">Arguments before those of the program.</param>
    public static SqoopProcess Start(
        string program, IReadOnlyList<string> leading, IReadOnlyList<string> arguments, string folder,
        IReadOnlyDictionary<string, string> environment, string? input)
    {
        var start = new ProcessStartInfo(program, [.. leading, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return new SqoopProcess(start, arguments, input);
    }

    /// <summary>Waits for its end.</summary>
    public SqoopRun End()
    {
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            Assert.Fail($"It does not end: {Result()}");
        }

        return Result();
    }

    /// <summary>Waits for its end, but not longer than so.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Kills it, as a power switch would.</summary>
    public SqoopRun Kill()
    {
        _process.Kill(entireProcessTree: true);
        return End();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Feed(string? input)
    {
        try
        {
            if (input is not null) _process.StandardInput.Write(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }
    }

    private SqoopRun Result() => new(_arguments, _process.ExitCode, _output.GetAwaiter().GetResult(), _log.GetAwaiter().GetResult());

    private static string FindProgram()
    {
        var own = AppContext.BaseDirectory.TrimEnd('/');
        return Path.GetFullPath(Path.Combine(own, "..", "..", "Levada.Sqoop", Path.GetFileName(own), "sqoop"));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
