using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>What an import refuses. The first complaint decides.</summary>
internal static class ImportChecks
{
    private const string Hint = UsageException.Hint;

    public static void Check(OptionsDraft draft)
    {
        var import = draft.Import;
        var (table, query) = (draft.Root.Table, draft.Root.Query);
        Require(
            draft.Root.Tool == ToolName.ImportAllTables || table is not null || query is not null,
            $"--table or --query is required for import. (Or use sqoop import-all-tables.){Hint}");
        Require(
            draft.Code.JarFile is null || draft.Code.ClassName is not null,
            $"Jar specified with --jar-file, but no class specified with --class-name.{Hint}");
        Require(import.TargetDir is null || import.WarehouseDir is null, $"--target-dir with --warehouse-dir are incompatible options.{Hint}");
        Require(table is null || query is null, $"Cannot specify --query and --table together.{Hint}");
        if (query is not null) CheckQuery(draft);
        if (draft.Root.IsDirect) CheckDirect(draft);
        if (draft.Validation.IsAsked) CheckValidation(draft);
        // Sqoop looks no further once --direct is given.
        if (!draft.Root.IsDirect) CheckTarget(draft);
    }

    public static void CheckIncremental(OptionsDraft draft)
    {
        var import = draft.Import;
        var isIncremental = import.Incremental != IncrementalMode.None;
        Require(
            !isIncremental || import.CheckColumn is not null,
            $"For an incremental import, the check column must be specified with --check-column. {Hint}");
        Require(
            isIncremental || import.CheckColumn is null,
            $"You must specify an incremental import mode with --incremental. {Hint}");
        Require(
            import.Incremental != IncrementalMode.LastModified || draft.Root.Layout != FileLayout.Avro,
            $"--incremental lastmodified cannot be used in conjunction with --as-avrodatafile.{Hint}");
        Require(
            !isIncremental || !IsS3(import.TargetDir) || IsS3(import.TemporaryRootDir),
            "For an incremental import into an S3 bucket --temporary-rootdir option must be always set to a location in S3.");
    }

    private static void CheckQuery(OptionsDraft draft)
    {
        var hasOtherTarget = draft.Other(HBaseGroup.Table) is not null
            || draft.Other(HCatalogGroup.Table) is not null
            || draft.Other(AccumuloGroup.Table) is not null;
        Require(draft.Import.TargetDir is not null || hasOtherTarget, $"Must specify destination with --target-dir. {Hint}");
        Require(
            !draft.Hive.IsImport || draft.Hive.Table is not null,
            $"When importing a query to Hive, you must specify --hive-table.{Hint}");
        // A count below 1 becomes the default, which is more than one.
        Require(
            draft.Root.MapperCount == 1 || draft.Import.SplitBy is not null,
            $"When importing query results in parallel, you must specify --split-by.{Hint}");
    }

    private static void CheckDirect(OptionsDraft draft)
    {
        if (SharedChecks.IsMySql(draft))
        {
            Require(
                draft.Root.Layout == FileLayout.Text,
                "MySQL direct import currently supports only text output format. Parameters --as-sequencefile --as-avrodatafile "
                + "and --as-parquetfile are not supported with --direct params in MySQL case.");
            Require(
                draft.NullString is null && draft.NullNonString is null,
                "The --direct option is not compatible with the --null-string or --null-non-string command for MySQL imports");
        }

        Require(
            !draft.Import.AreHiveDelimitersDropped,
            "Direct import currently do not support dropping hive delimiters, please remove parameter --hive-drop-import-delims.");
        SharedChecks.DirectConnector(draft);
    }

    private static void CheckValidation(OptionsDraft draft)
    {
        Require(draft.Root.Tool != ToolName.ImportAllTables, "Validation is not supported for all tables but single table only.");
        Require(draft.Root.Query is null, "Validation is not supported for free from query but single table only.");
        Require(draft.Import.Where is null, "Validation is not supported for where clause but single table only.");
        Require(draft.Import.Incremental == IncrementalMode.None, "Validation is not supported for incremental imports but single table only.");
    }

    private static void CheckTarget(OptionsDraft draft)
    {
        var import = draft.Import;
        Require(
            draft.Other(HCatalogGroup.Table) is null || (import.TargetDir is null && import.WarehouseDir is null),
            "--hcatalog-table cannot be used with --warehouse-dir or --target-dir options");
        Require(!import.IsTargetDeleted || !import.IsAppend, "--append and --delete-target-dir can not be used together.");
        Require(
            !import.IsTargetDeleted || import.Incremental == IncrementalMode.None,
            "--delete-target-dir can not be used with incremental imports.");
        Require(
            !import.IsResetToOneMapper || import.SplitBy is null,
            "--autoreset-to-one-mapper and --split-by cannot be used together.");
    }

    private static bool IsS3(string? path) => path?.StartsWith("s3a://", StringComparison.Ordinal) == true;
}
