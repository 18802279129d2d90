using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>What HCatalog options refuse and warn of.</summary>
internal static class HCatalogChecks
{
    private const string Source = "tool.BaseSqoopTool";
    private const string Hint = UsageException.Hint;

    public static void Check(OptionsDraft draft)
    {
        if (draft.Other(HCatalogGroup.Table) is null)
        {
            WarnOfUnused(draft, HCatalogGroup.Home);
            WarnOfUnused(draft, HCatalogGroup.Database);
            WarnOfUnused(draft, HCatalogGroup.Stanza);
            return;
        }

        CheckConflicts(draft);
        CheckPartitions(draft);
        Require(
            draft.Other(HCatalogGroup.Create) is null || draft.Other(HCatalogGroup.DropAndCreate) is null,
            "Options --create-hcatalog-table and --drop-and-create-hcatalog-table are mutually exclusive. Use any one of them");
    }

    private static void WarnOfUnused(OptionsDraft draft, string name)
    {
        if (draft.Other(name) is not null) draft.Warn(Source, $"--{name} option will be ignored without --hcatalog-table");
    }

    private static void CheckConflicts(OptionsDraft draft)
    {
        Require(!draft.Hive.IsImport, Conflict("hcatalog-table", "hive-import"));
        Require(draft.Import.TargetDir is null, Conflict("target-dir", "hcatalog-table"));
        Require(draft.Import.WarehouseDir is null, Conflict("warehouse-dir", "hcatalog-table"));
        Require(
            !draft.Import.IsAppend,
            "Append mode for imports is not compatible with HCatalog. Please remove the parameter --append-mode");
        Require(draft.Export.ExportDir is null, Conflict("export-dir", "hcatalog-table"));
        var option = draft.Root.Layout switch
        {
            FileLayout.Avro => "AVRO format option as-avrodatafile",
            FileLayout.Sequence => "SequenceFile format option as-sequencefile",
            FileLayout.Parquet => "ParquetFile format option as-parquetfile",
            _ => null,
        };
        Require(option is null, $"HCatalog job is not compatible with {option} option.{Hint}");
    }

    private static string Conflict(string name, string other) => $"The {name} option conflicts with the {other} option.{Hint}";

    private static void CheckPartitions(OptionsDraft draft)
    {
        var (keys, values) = (draft.Other(HCatalogGroup.PartitionKeys), draft.Other(HCatalogGroup.PartitionValues));
        Require(
            keys is null || values is not null,
            "Either both --hcatalog-partition-keys and --hcatalog-partition-values should be provided or both of these options should be omitted.");
        if (keys is null || values is null)
        {
            Require(
                draft.Hive.PartitionKey is null || draft.Hive.PartitionValue is not null,
                "Either both --hive-partition-key and --hive-partition-value options should be provided or both of these options should be omitted");
            return;
        }

        var (names, texts) = (keys.Split(','), values.Split(','));
        Require(names.Length == texts.Length, "Number of static partition keys provided does not match the number of partition values");
        RequireFilled(names);
        RequireFilled(texts);
    }

    private static void RequireFilled(string[] parts)
    {
        var position = Array.FindIndex(parts, string.IsNullOrWhiteSpace);
        Require(position < 0, $"Invalid HCatalog static partition key at position {position}");
    }
}
