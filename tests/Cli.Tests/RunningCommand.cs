using System.Diagnostics;

namespace Levada.Cli.Tests;

/// <summary>A command that goes on until it is told to end; at the latest it ends with the test, however that ends.</summary>
internal sealed class RunningCommand(params IReadOnlyList<string> arguments) : IDisposable
{
    private readonly Process _process = LevadaProcess.Start(arguments);

    public StreamReader Remarks => _process.StandardError;

    /// <summary>The next line of its output; null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(LevadaProcess.Patience);

    /// <summary>Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        LevadaProcess.Signal(_process, LevadaProcess.SigInt);
        await LevadaProcess.EndAsync(_process);
        return _process.ExitCode;
    }

    /// <summary>Reads no more of its output, as the end of a pipeline does that has seen enough.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> CloseOutputAsync()
    {
        _process.StandardOutput.Close();
        await LevadaProcess.EndAsync(_process);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
