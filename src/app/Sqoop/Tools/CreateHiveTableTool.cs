using Levada.Sqoop.Codegen;
using Levada.Sqoop.Hive;
using Levada.Transfer;
using Levada.Transfer.Hive;
using Levada.Transfer.Rows;

namespace Levada.Sqoop.Tools;

/// <summary>Makes the Hive table of a database table: runs the statement where Hive is installed, prints it elsewhere.</summary>
internal sealed class CreateHiveTableTool : ITool
{
    /// <summary>The script that makes the table.</summary>
    public static string Script(ToolContext context, RowSchema schema) =>
        HiveTable.Script(HiveTable.Create(context.Options, schema, context.Surroundings.Time.GetLocalNow().DateTime, context.Log.Warn));

    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var options = context.Options;
        if (options.Hive.ServerUrl is not null)
            throw new TransferException("--hs2-url is not offered: without it the statement is printed, for beeline to run.");
        var program = HiveProgram.Find(options.Hive, context.Surroundings);
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        var script = Script(context, RecordSchema.Describe(session, options, cancellationToken));
        if (program is null)
        {
            context.Output.Write(script);
            context.Log.Info("There is no Hive program here (--hive-home, HIVE_HOME): the statement is on standard output.");
            return 0;
        }

        program.Run(script, cancellationToken);
        context.Log.Info("Hive import complete.");
        return 0;
    }
}
