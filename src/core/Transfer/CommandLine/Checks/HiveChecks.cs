using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>What Hive options refuse and warn of.</summary>
internal static class HiveChecks
{
    private const string Source = "tool.BaseSqoopTool";
    private const string Hint = UsageException.Hint;
    private const string Warehouse = "/user/hive/warehouse";

    public static void Check(OptionsDraft draft)
    {
        var (hive, import) = (draft.Hive, draft.Import);
        Require(
            import.HiveDelimiterReplacement is null || !import.AreHiveDelimitersDropped,
            $"The hive-drop-import-delims option conflicts with the hive-delims-replacement option.{Hint}");
        Require(
            draft.Other(HCatalogGroup.Table) is null || !hive.IsImport,
            $"The hcatalog-table option conflicts with the hive-import option.{Hint}");
        Require(
            draft.Other(HCatalogGroup.External) is null
                || draft.Other(HCatalogGroup.Create) is not null || draft.Other(HCatalogGroup.DropAndCreate) is not null,
            "Using --hcatalog-external-table only takes effect when --create-hcatalog-table or --drop-and-create-hcatalog-table is present");
        if (hive.IsImport) CheckImport(draft);
        else WarnOfUnused(draft);
        Require(
            hive.IsImport || string.IsNullOrWhiteSpace(hive.ExternalTableDir),
            $"Importing to external Hive table requires --hive-import parameter to be set.{Hint}");
        CheckServer(hive);
    }

    private static void CheckImport(OptionsDraft draft)
    {
        var import = draft.Import;
        Require(draft.Root.Layout != FileLayout.Avro, "Hive import is not compatible with importing into AVRO format.");
        Require(draft.Root.Layout != FileLayout.Sequence, "Hive import is not compatible with importing into SequenceFile format.");
        Require(
            import.Incremental != IncrementalMode.LastModified,
            "--incremental lastmodified option for hive imports is not supported. Please remove the parameter --incremental lastmodified.");
        Require(
            !import.IsAppend || import.Incremental == IncrementalMode.Append,
            "Append mode for hive imports is not yet supported. Please remove the parameter --append-mode");
        if (!IsInWarehouse(import.WarehouseDir) && !IsInWarehouse(import.TargetDir)) return;
        draft.Warn(Source, $"The files of a Hive import should not be written below {Warehouse}:");
        draft.Warn(Source, "they are moved into the table from a directory of their own. Please choose");
        draft.Warn(Source, "another --target-dir or --warehouse-dir.");
    }

    private static bool IsInWarehouse(string? path) => path?.StartsWith(Warehouse, StringComparison.Ordinal) == true;

    private static void WarnOfUnused(OptionsDraft draft)
    {
        var hive = draft.Hive;
        var isCatalog = draft.Other(HCatalogGroup.Table) is not null;
        var isUnused = hive.IsOverwrite || hive.FailsIfTableExists || (hive.Table is not null && hive.Table != draft.Root.Table);
        var isUnusedWithoutCatalog = hive.Home is not null || hive.PartitionKey is not null || hive.PartitionValue is not null || !hive.ColumnTypes.IsEmpty;
        if (!isUnused && (isCatalog || !isUnusedWithoutCatalog)) return;
        draft.Warn(Source, "At least one of --hive-home, --hive-overwrite, --create-hive-table, --hive-table,");
        draft.Warn(Source, "--hive-partition-key, --hive-partition-value and --map-column-hive was given without");
        draft.Warn(Source, "--hive-import. They will not be used.");
    }

    private static void CheckServer(HiveOptions hive)
    {
        RequireOther(hive.ServerUrl, "hs2-url", hive.IsImport, "hive-import");
        RequireOther(hive.ServerUser, "hs2-user", IsSet(hive.ServerUrl), "hs2-url");
        RequireOther(hive.ServerKeytab, "hs2-keytab", IsSet(hive.ServerUser), "hs2-user");
    }

    private static void RequireOther(string? value, string name, bool hasOther, string other) =>
        Require(!IsSet(value) || hasOther, $"The {name} option cannot be used without the {other} option.");

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);
}
