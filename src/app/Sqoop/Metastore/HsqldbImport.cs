using Levada.Sqoop.Output;
using Levada.Transfer;
using Levada.Transfer.CommandLine.Jobs;

namespace Levada.Sqoop.Metastore;

/// <summary>Takes the jobs of an Apache Sqoop metastore over, from the files in which HSQLDB keeps them.</summary>
internal sealed class HsqldbImport(JobStore store, LogWriter log)
{
    private const string ScriptEnding = ".script";

    /// <param name="path">The <c>.script</c> file, or its path without that ending.</param>
    /// <param name="keepsSecrets">Whether passwords are taken over too.</param>
    /// <returns>The exit code: 1 when a job could not be read.</returns>
    public int Run(string path, bool keepsSecrets)
    {
        var script = new HsqldbScript();
        var scriptPath = path.EndsWith(ScriptEnding, StringComparison.Ordinal) || !File.Exists(path + ScriptEnding) ? path : path + ScriptEnding;
        if (!File.Exists(scriptPath)) throw new TransferException($"There is no file {scriptPath}: name the metastore's {ScriptEnding} file.");
        foreach (var line in File.ReadLines(scriptPath)) script.Apply(line);
        // What changed since HSQLDB last wrote the script.
        var logPath = Path.ChangeExtension(scriptPath, ".log");
        if (File.Exists(logPath))
            foreach (var line in File.ReadLines(logPath)) script.Apply(line);
        var jobs = script.Jobs();
        if (jobs.IsEmpty) log.Warn($"{scriptPath} holds no saved jobs.");
        var failures = jobs.Count(pair => !Take(pair.Key, [.. pair.Value], keepsSecrets));
        return failures == 0 ? 0 : 1;
    }

    private bool Take(string name, List<JobRow> rows, bool keepsSecrets)
    {
        try
        {
            if (store.Read(name) is not null)
            {
                log.Warn($"Job {name} exists already and stays as it is.");
                return true;
            }

            var job = JobRows.Read(rows);
            store.Create(name, keepsSecrets ? job : job.WithoutSecrets());
            log.Info($"Took over job {name}.");
            return true;
        }
        catch (TransferException e)
        {
            log.Error($"Job {name} was not taken over: {e.Message}");
            return false;
        }
    }
}
