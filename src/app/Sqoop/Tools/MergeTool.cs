using System.Globalization;
using Levada.Sqoop.Codegen;
using Levada.Sqoop.Output;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.TransferEngine;
using Levada.TransferEngine.Merge;

namespace Levada.Sqoop.Tools;

/// <summary>Joins a newer data set and an older one into a third. Classes and jars are looked at for delimited text only.</summary>
internal sealed class MergeTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var options = context.Options with { TimeZone = context.TimeZone };
        var dataSets = new LocalDataSets(context.Log.Warn);
        var (newer, older) = Open(dataSets, options);
        RowSchema? columns = null;
        if (newer.FileSchema is null || older.FileSchema is null)
        {
            var description = new RecordDescription(options, context.Surroundings.WorkingFolder).Find();
            columns = description.Schema;
            // Delimiters on the command line are nearer than those of the class.
            if (options.Text == new TextOptions()) options = options with { Text = description.Text };
            (newer, older) = Open(dataSets, options);
        }

        var run = new MergeRun(newer, older, options, dataSets.OpenTarget, context.Log, context.Surroundings.Time);
        var result = run.Run(() => columns!, options.Import.TargetDir!, TargetMode.Create, null, cancellationToken);
        context.Log.EndProgress();
        context.Log.Info($"Merged {result.RowCount.ToString(CultureInfo.InvariantCulture)} records.");
        if (options.IsJson) context.Output.Write(JsonSummary.Of(options.Tool, null, result));
        return 0;
    }

    private static (IExportSource Newer, IExportSource Older) Open(LocalDataSets dataSets, TransferOptions options) =>
        (dataSets.OpenSource(options.Merge.NewData!, options), dataSets.OpenSource(options.Merge.Onto!, options));
}
