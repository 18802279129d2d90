using System.Text;
using Levada.Sqoop.Codegen;
using Levada.Transfer.Hive;
using Levada.Transfer.Options;

namespace Levada.Sqoop.Tools;

/// <summary>Writes the description of a table's records; with Hive options also the script that makes the Hive table.</summary>
internal sealed class CodeGenTool : ITool
{
    public int Run(ToolContext context, CancellationToken cancellationToken)
    {
        var options = context.Options;
        using var database = context.OpenDatabase();
        using var session = database.OpenSession(cancellationToken);
        context.Log.Info("Beginning code generation");
        var schema = RecordSchema.Describe(session, options, cancellationToken);
        // What cannot be written is found out before anything is.
        var script = options.Hive.IsImport ? CreateHiveTableTool.Script(context, schema) : null;
        using var folder = new CompileFolder(options.Code);
        var (source, jar) = new CodeFiles(options, schema).Write(folder);
        context.Log.Info($"Writing source file: {source}");
        context.Log.Info($"Writing jar file: {jar}");
        if (script is not null) WriteScript(context, script);
        return 0;
    }

    private static void WriteScript(ToolContext context, string script)
    {
        var options = context.Options;
        var path = Path.Combine(options.Code.OutDir, NameOf(options) + ".q");
        File.WriteAllText(path, script, new UTF8Encoding(false));
        context.Log.Info($"Writing Hive script: {path}");
    }

    // A name is no way out of the directory.
    private static string NameOf(TransferOptions options) => HiveTable.SimpleName(options).Replace('/', '_');
}
