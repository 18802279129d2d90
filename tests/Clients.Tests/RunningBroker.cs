using System.Diagnostics;
using System.Runtime.InteropServices;
using Levada.Servers;

namespace Levada.Clients.Tests;

/// <summary>A broker in a process of its own, on a free port of loopback and a directory that goes when it goes.</summary>
public sealed partial class RunningBroker : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string[] _overrides;
    private Process? _process;

    private RunningBroker(string directory, int port, string[] overrides)
    {
        Directory = directory;
        Port = port;
        _overrides = overrides;
    }

    public string Directory { get; }
    public int Port { get; }
    public string Bootstrap => $"127.0.0.1:{Port}";
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The broker does not run.");

    public static async Task<RunningBroker> StartAsync(params string[] overrides)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("levada-test-").FullName;
        var broker = new RunningBroker(directory, LoopbackPort.Next(), overrides);
        try
        {
            await broker.StartAgainAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the stopped broker on the same directory and port.</summary>
    public Task StartAgainAsync() => StartAgainAsync([]);

    /// <param name="wrapper">A program with its arguments that runs the broker, such as strace.</param>
    public async Task StartAgainAsync(string[] wrapper)
    {
        string[] command =
        [
            .. wrapper, ProgramPath(), "start", "--override", $"listeners=PLAINTEXT://127.0.0.1:{Port}",
            "--override", $"log.dirs={Directory}/data", "--override", "http.listeners=",
            .. PatientBroker.Writes.Concat(_overrides).SelectMany(assignment => new[] { "--override", assignment }),
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory,
        };
        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        void OnLine(string? line)
        {
            if (line is null) return;
            lock (output) output.Add(line);
            if (line.Contains("Started Kafka API server", StringComparison.Ordinal)) ready.TrySetResult();
        }

        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) =>
        {
            lock (output) ready.TrySetException(new InvalidOperationException($"The broker ended: {string.Join('\n', output)}"));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>kill -9, of a wrapper too.</summary>
    public async Task KillAsync()
    {
        var process = _process!;
        var wrapped = ChildrenOf(process.Id).Select(Process.GetProcessById).ToArray();
        foreach (var child in wrapped) child.Kill();

        // A wrapper ends with what it wraps, when it has written down all that it saw.
        if (wrapped.Length == 0) process.Kill();
        foreach (var child in wrapped)
        {
            // Not ours to wait for: the kernel gives its port and its locks free when it is gone.
            while (File.Exists($"/proc/{child.Id}/exe")) await Task.Yield();
            child.Dispose();
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        _process = null;
    }

    /// <summary>SIGTERM; the broker shuts down cleanly.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        var process = _process!;
        Assert.Equal(0, Kill(process.Id, Terminate));
        await process.WaitForExitAsync().WaitAsync(Patience);
        _process = null;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    public static string ProgramPath()
    {
        // tests and program are built with the same configuration: .../artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Levada", configuration, "levada"));
        return File.Exists(path) ? path : throw new FileNotFoundException("The broker is not built.", path);
    }

    private static IEnumerable<int> ChildrenOf(int processId) =>
        File.ReadAllText($"/proc/{processId}/task/{processId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
