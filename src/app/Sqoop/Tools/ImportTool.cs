using Levada.Databases;
using Levada.Sqoop.Output;
using Levada.Transfer.Options;
using Levada.TransferEngine;
using Levada.TransferEngine.Import;

namespace Levada.Sqoop.Tools;

/// <summary>Imports a table or the rows of a query.</summary>
internal sealed class ImportTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        Import(context, database, context.Options, cancellationToken);
        return 0;
    }

    /// <summary>Runs one import to its end, and says how it ended.</summary>
    public static void Import(ToolContext context, IDatabase database, TransferOptions options, CancellationToken cancellationToken)
    {
        var run = new ImportRun(
            database, options with { TimeZone = context.TimeZone }, new LocalDataSets(context.Log.Warn), context.Log, TimeProvider.System)
        {
            Job = context.JobName is { } job ? new JobState(job, context.Finished) : null,
        };
        var result = run.Run(cancellationToken);
        context.Log.EndProgress();
        if (context.Options.IsJson)
            context.Output.Write(JsonSummary.Of(options.Tool, options.Table, result));
    }
}
