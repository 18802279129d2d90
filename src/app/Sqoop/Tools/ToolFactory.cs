using Levada.Transfer;
using Levada.Transfer.CommandLine;
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
        ToolName.Merge => new MergeTool(),
        ToolName.Eval => new EvalTool(),
        ToolName.ListDatabases => new ListDatabasesTool(),
        ToolName.ListTables => new ListTablesTool(),
        ToolName.TestConnection => new TestConnectionTool(),
        ToolName.Job => new JobTool(),
        ToolName.Metastore => new MetastoreTool(),
        ToolName.Version => new VersionTool(),
        _ => throw new TransferException($"The tool {ToolNames.TextOf(tool)} is not part of this build."),
    };
}
