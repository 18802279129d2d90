using System.Diagnostics;
using System.Globalization;
using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Kills;

/// <summary>Runs one command line again and again and kills each run, with nothing said before and nothing cleaned up behind.</summary>
/// <remarks>
/// A few times in the suite; <c>SQOOP_KILL_TRIALS</c> says how often instead. <c>SQOOP_KILL_SEED</c> repeats the moments of a run
/// that failed, as far as moments can be repeated.
/// </remarks>
internal sealed class KillTrials
{
    private const string Steps = "rename,renameat,renameat2,fsync,fdatasync,mkdir,mkdirat,unlink,unlinkat,rmdir,ftruncate";

    private readonly KillMoment _moment;
    private readonly Func<string, IReadOnlyList<string>, SqoopProcess> _start;
    private readonly int _count = Number("SQOOP_KILL_TRIALS", 6);
    private readonly int _seed = Number("SQOOP_KILL_SEED", System.Environment.TickCount);
    private readonly Random _random;

    /// <param name="moment">How moments are chosen.</param>
    /// <param name="start">Starts the command, run by a program with leading arguments.</param>
    public KillTrials(KillMoment moment, Func<string, IReadOnlyList<string>, SqoopProcess> start)
    {
        Assert.SkipWhen(moment == KillMoment.Step && !File.Exists("/usr/bin/strace"), "strace is not installed (Debian: strace).");
        _moment = moment;
        _start = start;
        _random = new Random(_seed);
    }

    /// <summary>Runs the command once to its end, then kills it time after time.</summary>
    /// <param name="prepare">Before each run.</param>
    /// <param name="checkWhole">After the run that is not killed.</param>
    /// <param name="checkKilled">After each killed run. A run may have ended before its moment came.</param>
    public void Run(Action prepare, Action checkWhole, Action checkKilled)
    {
        prepare();
        var moments = _moment == KillMoment.Any ? ByTheClock() : AtSteps();
        checkWhole();
        foreach (var (number, kill) in moments.Index())
        {
            prepare();
            var where = kill();
            try
            {
                checkKilled();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Kill {number} with SQOOP_KILL_SEED={_seed} {where}: {e.Message}", e);
            }
        }
    }

    private List<Func<string>> ByTheClock()
    {
        var watch = Stopwatch.StartNew();
        Whole(SqoopProcess.ProgramFile, []);
        var whole = watch.Elapsed;
        // Every other kill falls into the last third, where the commit is.
        return [.. Enumerable.Range(0, _count).Select(i => After(whole * (i % 2 == 0 ? _random.NextDouble() : 0.66 + 0.4 * _random.NextDouble())))];
    }

    private Func<string> After(TimeSpan delay) => () =>
    {
        using var process = _start(SqoopProcess.ProgramFile, []);
        var hasEnded = process.EndsWithin(delay);
        process.Kill();
        return $"after {delay.TotalMilliseconds:0} ms{(hasEnded ? " (too late)" : "")}";
    };

    private List<Func<string>> AtSteps()
    {
        var trace = Path.GetTempFileName();
        Whole("/usr/bin/strace", ["-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", "trace=" + Steps]);
        // strace counts each thread's calls by themselves.
        var stepCount = File.ReadLines(trace).Where(line => !line.Contains(" resumed>")).CountBy(line => line.Split(' ')[0]).Max(thread => thread.Value);
        File.Delete(trace);
        var stride = Math.Max(1.0, (double)stepCount / _count);
        var offset = _random.NextDouble() * stride;
        return [.. Enumerable.Range(0, Math.Min(_count, stepCount)).Select(i => AtStep(1 + (int)(offset + (i * stride))))];
    }

    private Func<string> AtStep(int step) => () =>
    {
        using var process = _start(
            "/usr/bin/strace",
            ["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=" + Steps, "-e", $"inject={Steps}:signal=SIGKILL:when={step}", SqoopProcess.ProgramFile]);
        process.End();
        return $"at step {step}";
    };

    private void Whole(string program, IReadOnlyList<string> leading)
    {
        using var process = _start(program, leading.Count == 0 ? [] : [.. leading, SqoopProcess.ProgramFile]);
        var run = process.End();
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private static int Number(string variable, int otherwise) =>
        System.Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
