using Levada.Transfer.Options;

namespace Levada.Sqoop.Tools;

/// <summary>Imports every table of a database, one after another; the first that fails ends the run.</summary>
internal sealed class ImportAllTablesTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        foreach (var table in session.ListTables(context.Options.Schema, cancellationToken))
        {
            if (context.Options.Import.ExcludedTables.Contains(table, StringComparer.Ordinal))
            {
                // Standard output holds either Sqoop's words or JSON.
                if (context.Options.IsJson) context.Log.Info($"Skipping table: {table}");
                else context.Output.Write($"Skipping table: {table}\n");
                continue;
            }

            ImportTool.Import(context, database, context.Options with { Tool = ToolName.Import, Table = table }, cancellationToken);
        }

        return 0;
    }
}
