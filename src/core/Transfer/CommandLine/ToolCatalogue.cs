using System.Collections.Immutable;
using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>All tools, in the order of help.</summary>
internal static class ToolCatalogue
{
    private const string NeedsTable = "At minimum, you must specify --connect and --table";
    private const string AfterDashes = "Arguments for the database's connector may follow a '--' at the end.";

    public static ImmutableArray<ToolSpec> All { get; } =
    [
        new(ToolName.CodeGen, "codegen", "Describe the records of a table in a source file and a jar")
        {
            Groups = () =>
            [
                CommonGroup.Group, CodeGroup.Group.With(SharedRows.ClassName, SharedRows.Table, SharedRows.Query),
                OutputFormatGroup.Group, InputFormatGroup.Group, HiveGroup.Import, HCatalogGroup.Group,
            ],
            Footer = NeedsTable,
            HasConnectorArguments = true,
        },
        new(ToolName.CreateHiveTable, "create-hive-table", "Write the Hive definition of a table")
        {
            Groups = () => [CommonGroup.Group, HiveGroup.Definition, OutputFormatGroup.Group],
            Footer = NeedsTable,
            HasConnectorArguments = true,
        },
        new(ToolName.Eval, "eval", "Run a SQL statement and show what it gives")
        {
            Groups = () => [CommonGroup.Group, new("SQL evaluation arguments", [SharedRows.Query])],
        },
        new(ToolName.Export, "export", "Write files into a database table")
        {
            Groups = () =>
            [
                CommonGroup.Group, ExportGroup.Group, ValidationGroup.Group, InputFormatGroup.Group, OutputFormatGroup.Group,
                CodeGroup.Group.With(SharedRows.ClassName, SharedRows.JarFile), HCatalogGroup.Group, OwnGroup.Export,
            ],
            Footer = "At minimum, you must specify --connect, --export-dir, and --table\n" + AfterDashes,
            HasConnectorArguments = true,
        },
        new(ToolName.Help, "help", "List the commands") { Usage = "[COMMAND]" },
        new(ToolName.Import, "import", "Read a table or a query into files")
        {
            Groups = () =>
            [
                CommonGroup.Group, ImportGroup.Table, ValidationGroup.Group, IncrementalGroup.Group, OutputFormatGroup.Group,
                InputFormatGroup.Group, HiveGroup.Import, HBaseGroup.Group, HCatalogGroup.Group, HCatalogGroup.ImportOnly,
                AccumuloGroup.Group, CodeGroup.Group.With(SharedRows.ClassName, SharedRows.JarFile), OwnGroup.Import,
            ],
            Footer = NeedsTable + "\n" + AfterDashes,
            HasConnectorArguments = true,
        },
        new(ToolName.ImportAllTables, "import-all-tables", "Read all tables of a database into files")
        {
            Groups = () =>
            [
                CommonGroup.Group, ImportGroup.AllTables, OutputFormatGroup.Group, InputFormatGroup.Group, HiveGroup.Import,
                HBaseGroup.Group, HCatalogGroup.Group, HCatalogGroup.ImportOnly, AccumuloGroup.Group,
                CodeGroup.Group.With(SharedRows.JarFile), OwnGroup.Import,
            ],
            Footer = "At minimum, you must specify --connect\n" + AfterDashes,
            HasConnectorArguments = true,
        },
        new(ToolName.ImportMainframe, "import-mainframe", "Read data sets of a mainframe into files (not offered)")
        {
            Groups = () => [CommonGroup.Group, MainframeGroup.Group, OutputFormatGroup.Group, InputFormatGroup.Group],
            Footer = "At minimum, you must specify --connect and --dataset",
        },
        new(ToolName.Job, "job", "Work with saved jobs")
        {
            Groups = () => [JobGroup.Group],
            Usage = "[GENERIC-ARGS] [JOB-ARGS] [-- [<tool-name>] [TOOL-ARGS]]",
            HasConnectorArguments = true,
        },
        new(ToolName.ListDatabases, "list-databases", "List the databases of a server") { Groups = () => [CommonGroup.Group] },
        new(ToolName.ListTables, "list-tables", "List the tables of a database")
        {
            Groups = () => [CommonGroup.Group],
            HasConnectorArguments = true,
        },
        new(ToolName.Merge, "merge", "Merge the results of incremental imports")
        {
            Groups = () => [MergeGroup.Group, OutputFormatGroup.Group, InputFormatGroup.Group, OwnGroup.Merge],
            HasConnectorArguments = true,
        },
        new(ToolName.Metastore, "metastore", "Say where saved jobs are kept") { Groups = () => [JobGroup.Metastore] },
        new(ToolName.TestConnection, "test-connection", "Connect to a database and say what answers")
        {
            Groups = () => [CommonGroup.Group, OwnGroup.TestConnection],
            HasConnectorArguments = true,
        },
        new(ToolName.Version, "version", "Show the version") { Usage = "" },
    ];

    public static ToolSpec? Find(string name) => All.FirstOrDefault(tool => tool.Name == name);

    public static ToolSpec Of(ToolName name) => All.First(tool => tool.Tool == name);
}
