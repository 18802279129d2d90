using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Levada.History;

/// <summary>A broker in a process of its own, to be killed and started again on the same directory and port.</summary>
internal sealed partial class BrokerUnderTest(string program, string directory, int port, string[] overrides) : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private Process? _process;

    public string Bootstrap => $"127.0.0.1:{port}";

    public async Task StartAsync()
    {
        string[] assignments = [$"listeners=PLAINTEXT://{Bootstrap}", $"log.dirs={directory}", "http.listeners=", .. overrides];
        var process = Process.Start(new ProcessStartInfo(program, ["start", .. assignments.SelectMany(assignment => new[] { "--override", assignment })])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Started Kafka API server", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) Console.Error.WriteLine($"broker: {line.Data}");
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The broker ended before it served."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process = null;
    }

    /// <summary>SIGTERM; the broker shuts down cleanly.</summary>
    public async Task StopAsync()
    {
        Signal(Terminate);
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        _process = null;
    }

    /// <summary>SIGSTOP, and SIGCONT after a while: what a virtual machine does that is moved or starved.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        Signal(Stop);
        await Task.Delay(pause);
        Signal(Continue);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
    }

    private void Signal(int signal)
    {
        if (Kill(_process!.Id, signal) != 0) throw new InvalidOperationException("The broker was gone before its time.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
