using System.Data.Common;
using System.Globalization;
using Levada.Sqoop.Output;
using Levada.Transfer;

namespace Levada.Sqoop.Tools;

/// <summary>Runs a statement and prints its rows, or says how many it changed.</summary>
internal sealed class EvalTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        try
        {
            var result = session.Eval(context.Options.Query!, cancellationToken);
            using var rows = result.Rows;
            if (rows is not null) new ResultTable(context.Output).Print(rows, cancellationToken);
            else if (result.ChangedCount >= 0)
                context.Log.Info($"{result.ChangedCount.ToString(CultureInfo.InvariantCulture)} row(s) updated.");
            return 0;
        }
        catch (Exception e) when (e is DbException or TransferException && !cancellationToken.IsCancellationRequested)
        {
            context.Log.Warn($"SQL exception executing statement: {e.Message}");
            return 1;
        }
    }
}
