using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Levada.Broker.Tests;
using Levada.Servers;

namespace Levada.Operations.Tests;

/// <summary>The program as an operator runs it: a command line, an environment, two streams and an exit code.</summary>
internal sealed partial class LevadaProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LevadaProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_gate) return [.. _output];
        }
    }

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate) return [.. _errors];
        }
    }

    public int Id => _process.Id;

    /// <param name="program">Null for the one that is built with these tests.</param>
    public static LevadaProcess Start(string workingDirectory, string[] arguments, (string Name, string Value)[]? environment = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? ProgramPath(), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingDirectory,
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return new LevadaProcess(start);
    }

    /// <summary>Starts a broker on a port of loopback without HTTP and waits until it serves.</summary>
    public static async Task<LevadaProcess> StartBrokerAsync(
        TemporaryDirectory directory, int port, string[]? overrides = null, (string Name, string Value)[]? environment = null, string? program = null)
    {
        var process = Start(directory.Path, [.. BrokerArguments(port), .. Overrides(overrides ?? [])], environment, program);
        await process.WaitUntilReadyAsync();
        return process;
    }

    public static string[] BrokerArguments(int port) =>
        ["start", .. Overrides([$"listeners=PLAINTEXT://127.0.0.1:{port}", "log.dirs=data", "http.listeners="])];

    public static IEnumerable<string> Overrides(IEnumerable<string> assignments) =>
        assignments.SelectMany(assignment => new[] { "--override", assignment });

    public static int FreePort() => LoopbackPort.Next();

    public static WireConnection Connect(int port) => new(new IPEndPoint(IPAddress.Loopback, port));

    public async Task WaitUntilReadyAsync()
    {
        var exited = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, exited).WaitAsync(Patience) == exited)
            Assert.Fail($"The broker ended with {_process.ExitCode}: {string.Join('\n', [.. Output, .. Errors])}");
    }

    /// <returns>The exit code; both streams have been read to their ends.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public Task<int> SignalAsync(int signal)
    {
        Assert.Equal(0, Kill(_process.Id, signal));
        return WaitForExitAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    public static string ProgramPath()
    {
        // Tests and program are built with the same configuration: .../artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Levada", configuration, "levada"));
        return File.Exists(path) ? path : throw new FileNotFoundException("The broker is not built.", path);
    }

    private void Take(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (_gate) lines.Add(line);
        if (line == "Started Kafka API server") _ready.TrySetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
