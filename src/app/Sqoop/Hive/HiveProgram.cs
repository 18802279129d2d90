using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Levada.Sqoop.Output;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.Sqoop.Hive;

/// <summary>The hive command of this machine, which runs scripts.</summary>
internal sealed class HiveProgram(string path, LogWriter log)
{
    private const string DefaultHome = "/usr/lib/hive";

    /// <summary>The program below <c>--hive-home</c>, $HIVE_HOME or <c>/usr/lib/hive</c>; null: Hive is not here.</summary>
    /// <exception cref="TransferException"><c>--hive-home</c> holds no such program.</exception>
    public static HiveProgram? Find(HiveOptions options, Surroundings surroundings)
    {
        var home = options.Home ?? surroundings.Variable("HIVE_HOME") ?? DefaultHome;
        var path = Path.Combine(home, "bin", "hive");
        if (File.Exists(path)) return new HiveProgram(path, surroundings.Log);
        return options.Home is null ? null : throw new TransferException($"There is no Hive program {path}.");
    }

    /// <summary>Runs a script; what Hive says goes to the log.</summary>
    /// <exception cref="TransferException">Hive cannot be started or fails.</exception>
    public void Run(string script, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Path.GetTempPath(), $"hive-script-{Guid.NewGuid():N}.txt");
        try
        {
            File.WriteAllText(file, script, new UTF8Encoding(false));
            RunFile(file, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void RunFile(string file, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, ["-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        Start(process);
        using var end = cancellationToken.Register(process.Kill);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new TransferException($"Hive exited with status {process.ExitCode}");
    }

    private void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new TransferException($"{path} cannot be run: {e.Message}", e);
        }
    }

    private void Say(string? line)
    {
        if (!string.IsNullOrEmpty(line)) log.Info("hive.HiveImport", line);
    }
}
