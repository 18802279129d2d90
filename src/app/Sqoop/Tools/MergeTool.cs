using Levada.Sqoop.Output;
using Levada.Transfer.Codegen;
using Levada.Transfer.Targets;
using Levada.TransferEngine;
using Levada.TransferEngine.Merge;

namespace Levada.Sqoop.Tools;

/// <summary>Merges a newer data set onto an older one into a third.</summary>
internal sealed class MergeTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var described = new Lazy<ColumnsFile>(() => MergeColumns.Find(context.Options));
        var dataSets = new LocalDataSets(context.Log.Warn);
        var options = context.Options with { TimeZone = context.TimeZone };
        var isText = dataSets.OpenSource(options.Merge.Onto!, options).FileSchema is null;
        if (isText)
            options = options with { Text = described.Value.Text };
        var run = new MergeRun(
            dataSets.OpenSource(options.Merge.NewData!, options), dataSets.OpenSource(options.Merge.Onto!, options), options, dataSets.OpenTarget,
            context.Log, TimeProvider.System);
        var result = run.Run(() => described.Value.Schema, options.Import.TargetDir!, TargetMode.Create, null, cancellationToken);
        context.Log.EndProgress();
        context.Log.Info($"Merged {result.RowCount} records.");
        if (options.IsJson)
            context.Output.Write(JsonSummary.Of(options.Tool, null, result));
        return 0;
    }
}
