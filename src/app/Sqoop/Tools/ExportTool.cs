using Levada.Sqoop.Output;
using Levada.TransferEngine;
using Levada.TransferEngine.Export;

namespace Levada.Sqoop.Tools;

/// <summary>Exports files into a table or through a procedure.</summary>
internal sealed class ExportTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var options = context.Options with { TimeZone = context.TimeZone };
        var source = new LocalDataSets(context.Log.Warn).OpenSource(options.Export.ExportDir!, options);
        using var database = context.OpenDatabase();
        var result = new ExportRun(database, source, options, context.Log, TimeProvider.System).Run(cancellationToken);
        context.Log.EndProgress();
        if (options.IsJson)
            context.Output.Write(JsonSummary.Of(options.Tool, options.Table, result));
        context.Finished(result);
        return 0;
    }
}
