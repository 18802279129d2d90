using System.Diagnostics;

namespace Levada.Servers;

/// <summary>A server program that a test started. It ends, and its folder goes, when this process does, however that ends.</summary>
/// <remarks>
/// A shell leaves a watchdog behind before it becomes the server: the watchdog waits for the end of a pipe whose other side only this
/// process holds, so that neither a kill nor a crash lets the server live on.
/// </remarks>
internal sealed class ServerProcess : IDisposable
{
    private const string Script = """
        folder=$1; shift
        exec 3<&0 </dev/null
        (
          trap '' INT TERM HUP
          exec 1>/dev/null 2>&1
          cat <&3
          kill -KILL $$
          rm -rf "$folder"; sleep 1; rm -rf "$folder" # What the program had started may outlive it by a moment.
        ) &
        exec 3<&-
        exec "$@"
        """;

    // Installing a database takes a few seconds, and minutes where many others write to the disk.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<bool> _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _readyWords;

    private ServerProcess(Process process, string readyWords)
    {
        _process = process;
        _readyWords = readyWords;
    }

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    /// <param name="folder">All that the server writes; deleted at its end.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="readyWords">What it writes to standard error when it takes connections.</param>
    public static ServerProcess Start(string folder, IEnumerable<string> command, string readyWords)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in (string[])["-c", Script, "sh", folder, .. command])
            start.ArgumentList.Add(argument);
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, readyWords);
        server.Run();
        return server;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Run()
    {
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _isReady.TrySetResult(false);
        _process.Start();
        RunningServers.Add(this);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        if (!_isReady.Task.Wait(Patience) || !_isReady.Task.Result)
            throw new InvalidOperationException("The server did not start:\n" + LastLines());
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 40)
                _lastLines.Dequeue();
        }
        if (line.Contains(_readyWords, StringComparison.Ordinal))
            _isReady.TrySetResult(true);
    }

    private string LastLines()
    {
        lock (_lastLines)
            return string.Join('\n', _lastLines);
    }
}
