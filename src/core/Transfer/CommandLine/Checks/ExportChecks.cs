using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Groups;
using static Levada.Transfer.CommandLine.Checks.ToolChecks;

namespace Levada.Transfer.CommandLine.Checks;

/// <summary>What an export refuses. The first complaint decides.</summary>
internal static class ExportChecks
{
    private const string Hint = UsageException.Hint;

    public static void Check(OptionsDraft draft)
    {
        CheckSource(draft);
        CheckModes(draft);
        SharedChecks.OutputFormat(draft);
        SharedChecks.Common(draft);
        SharedChecks.CodeGen(draft);
        HCatalogChecks.Check(draft);
        if (draft.Root.IsDirect) CheckDirect(draft);
        NotOffered.Check(draft);
        CheckUpdateKey(draft);
    }

    private static void CheckSource(OptionsDraft draft)
    {
        Require(
            draft.Root.Table is not null || draft.Export.Procedure is not null,
            $"Export requires a --table or a --call argument.{Hint}");
        Require(
            draft.Export.ExportDir is not null || draft.Other(HCatalogGroup.Table) is not null,
            $"Export requires an --export-dir argument or --hcatalog-table argument.{Hint}");
        Require(
            draft.Code.JarFile is null || draft.Code.ClassName is not null,
            $"Jar specified with --jar-file, but no class specified with --class-name.{Hint}");
    }

    private static void CheckModes(OptionsDraft draft)
    {
        var (staging, procedure) = (draft.Export.StagingTable, draft.Export.Procedure);
        var isUpdate = draft.UpdateKey is not null;
        Require(draft.Code.JarFile is null || !isUpdate, "Jar cannot be specified with --jar-file when export is running in update mode.");
        Require(staging is null || !isUpdate, "Staging table cannot be used when export is running in update mode.");
        Require(
            staging is null || !staging.Equals(draft.Root.Table, StringComparison.OrdinalIgnoreCase),
            "Staging table cannot be the same as the destination table. Name comparison used is case-insensitive.");
        Require(
            !draft.Export.IsStagingCleared || staging is not null,
            "Option to clear the staging table is specified but the staging table name is not.");
        Require(procedure is null || staging is null, "Option to use a staging table is specified as well as a call option.");
        Require(procedure is null || !isUpdate, "Option to call a stored procedure can't be used in update mode.");
        Require(procedure is null || draft.Root.Table is null, "Can't specify --call and --table.");
    }

    private static void CheckDirect(OptionsDraft draft)
    {
        SharedChecks.DirectConnector(draft);
        Require(
            !SharedChecks.IsMySql(draft) || (draft.InputNullString is null && draft.InputNullNonString is null),
            "The --direct option is not compatible with the --input-null-string or --input-null-non-string command for MySQL exports");
    }

    // Sqoop finds this out at run time; nothing of it needs the database.
    private static void CheckUpdateKey(OptionsDraft draft)
    {
        if (draft.UpdateKey is null) return;
        var keys = ColumnList.Parse(draft.UpdateKey);
        Require(
            !keys.IsEmpty && !keys.Contains(""),
            $"Invalid update key column value specified: '{draft.UpdateKey}'");
        Require(
            draft.Root.Columns.IsEmpty || keys.All(key => draft.Root.Columns.Contains(key, StringComparer.OrdinalIgnoreCase)),
            "You must specify all columns from --update-key parameter in --columns parameter.");
    }
}
