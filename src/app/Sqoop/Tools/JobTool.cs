using System.Globalization;
using Levada.Sqoop.Metastore;
using Levada.Transfer;
using Levada.Transfer.CommandLine;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Options;
using Levada.TransferEngine;
using Levada.TransferEngine.Import;

namespace Levada.Sqoop.Tools;

/// <summary>Saves, lists, shows, deletes and runs jobs.</summary>
internal sealed class JobTool : ITool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string RecordPassword = "sqoop.metastore.client.record.password";

    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var options = context.Options;
        using var store = new JobStore(MetastoreLocation.Of(options, context.Surroundings), cancellationToken);
        return options.Job.Verb switch
        {
            JobVerb.Create => Create(store, context),
            JobVerb.Delete => Delete(store, context),
            JobVerb.Exec => Exec(store, context, cancellationToken),
            JobVerb.Show => Show(store, context),
            JobVerb.ImportMetastore => new HsqldbImport(store, context.Log).Run(
                options.Job.ImportedMetastore!,
                options.Properties.GetValueOrDefault(RecordPassword, "").Equals("true", StringComparison.OrdinalIgnoreCase)),
            _ => List(store, context),
        };
    }

    // Files that a job's arguments name are read when it is created, as those of any command are.
    private static CommandLineParser Parser() => new(TextFile.TryRead);

    private static int Create(JobStore store, ToolContext context)
    {
        var result = Parser().ParseJob(context.Options);
        context.Log.Begin(result);
        if (result.Job is not { } job) return Say(result, context);
        try
        {
            store.Create(context.Options.Job.JobName!, job);
            return 0;
        }
        catch (TransferException e)
        {
            context.Log.Error($"I/O error performing job operation: {e.Message}");
            return 1;
        }
    }

    private static int Delete(JobStore store, ToolContext context)
    {
        // Sqoop says so and is content all the same.
        if (!store.Delete(context.Options.Job.JobName!)) context.Log.Error($"No such job: {context.Options.Job.JobName}");
        return 0;
    }

    private static int List(JobStore store, ToolContext context)
    {
        context.Output.Write("Available jobs:\n");
        foreach (var name in store.List()) context.Output.Write($"  {name}\n");
        return 0;
    }

    private static int Show(JobStore store, ToolContext context)
    {
        var name = context.Options.Job.JobName!;
        var job = Read(store, name);
        context.Output.Write($"Job: {name}\nTool: {ToolNames.TextOf(job.Tool)}\nOptions:\n{new string('-', 28)}\n");
        foreach (var (key, value) in job.Shown()) context.Output.Write($"{key} = {value}\n");
        return 0;
    }

    private static int Exec(JobStore store, ToolContext context, CancellationToken cancellationToken)
    {
        var name = context.Options.Job.JobName!;
        Read(store, name);
        using var hold = store.Lock(name, Holder(), Patience);
        // Read under the lock: the run before may have moved the last value, or have died before it could.
        var result = Parser().ParseSaved(Read(store, name), context.Options);
        if (result.Options is { } asked)
        {
            JobState.RollForward(asked, (job, lastValue) => store.Update(job, SavedJob.LastValueKey, lastValue));
            result = Parser().ParseSaved(Read(store, name), context.Options);
        }

        context.Log.Begin(result);
        if (result.Options is not { } options) return Say(result, context);
        context.Log.IsVerbose |= options.IsVerbose;
        context.Log.SetTool(options.Tool);
        var child = new ToolContext(options, context.Surroundings)
        {
            JobName = name,
            Finished = transfer => Save(store, name, transfer, context),
        };
        return ToolFactory.Make(options.Tool).Run(child, cancellationToken);
    }

    private static void Save(JobStore store, string name, TransferResult transfer, ToolContext context)
    {
        if (transfer.NextLastValue is not { } value) return;
        context.Log.Info("Saving incremental import state to the metastore");
        store.Update(name, SavedJob.LastValueKey, value);
        context.Log.Info($"Updated data for job: {name}");
    }

    private static SavedJob Read(JobStore store, string name) =>
        store.Read(name) ?? throw new TransferException($"Cannot restore missing job {name}");

    private static string Holder() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.UserName}@{Environment.MachineName}, process {Environment.ProcessId}, since {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");

    private static int Say(CommandLineResult result, ToolContext context)
    {
        context.Output.Write(result.Output);
        if (result.ErrorText.Length > 0) context.Log.Plain(result.ErrorText);
        return result.ExitCode;
    }
}
