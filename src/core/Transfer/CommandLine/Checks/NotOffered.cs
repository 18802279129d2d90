using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>Targets that this build does not write: named after Sqoop's own checks and before anything is touched.</summary>
internal static class NotOffered
{
    public static void Check(OptionsDraft draft)
    {
        foreach (var name in new[] { HBaseGroup.Table, HCatalogGroup.Table, AccumuloGroup.Table })
            if (draft.Other(name) is not null) throw new UsageException($"--{name} is not offered yet: this build writes files only.");
        if (draft.Hive.IsImport && draft.Root.Tool is ToolName.Import or ToolName.ImportAllTables)
        {
            throw new UsageException(
                "--hive-import is not offered yet: import into a directory and create the table with the tools codegen or create-hive-table.");
        }
    }
}
