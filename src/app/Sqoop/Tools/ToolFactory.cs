using Levada.Transfer.Options;

namespace Levada.Sqoop.Tools;

/// <summary>The class of each tool.</summary>
internal static class ToolFactory
{
    public static ITool Make(ToolName tool) => tool switch
    {
        ToolName.Import => new ImportTool(),
        ToolName.ImportAllTables => new ImportAllTablesTool(),
        ToolName.Export => new ExportTool(),
        ToolName.CodeGen => new CodeGenTool(),
        ToolName.CreateHiveTable => new CreateHiveTableTool(),
        ToolName.Merge => new MergeTool(),
        ToolName.Eval => new EvalTool(),
        ToolName.ListDatabases => new ListDatabasesTool(),
        ToolName.ListTables => new ListTablesTool(),
        ToolName.TestConnection => new TestConnectionTool(),
        ToolName.Job => new JobTool(),
        ToolName.Metastore => new MetastoreTool(),
        ToolName.Version => new VersionTool(),
        // Help and import-mainframe are answered by the command line.
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "no tool to run"),
    };
}
