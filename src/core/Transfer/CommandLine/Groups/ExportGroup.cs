using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>What an export reads and how it writes.</summary>
internal static class ExportGroup
{
    public static OptionGroup Group { get; } = new("Export control arguments",
    [
        SharedRows.Direct,
        Option.Switch("batch", "db.batch", "Send statements of single rows in batches",
            d => d.Export = d.Export with { IsBatch = true }, d => d.Export.IsBatch),
        SharedRows.Table with { Description = "The table to fill" },
        SharedRows.Columns with { Description = "The columns that the fields of a record are, in order" },
        SharedRows.Mappers,
        SharedRows.JobName,
        Option.Value("export-dir", "dir", "export.source.dir", "The directory, file or pattern to read",
            (d, v) => d.Export = d.Export with { ExportDir = v }, d => d.Export.ExportDir),
        Option.Value("update-key", "key", "export.update.col", "The columns by which rows are updated",
            (d, v) => d.UpdateKey = v, d => d.UpdateKey),
        Option.Value("staging-table", "table-name", "db.export.staging.table", "A table that takes all rows before the target does",
            (d, v) => d.Export = d.Export with { StagingTable = v }, d => d.Export.StagingTable),
        Option.Switch("clear-staging-table", "db.clear.staging.table", "Delete the rows of that table first",
            d => d.Export = d.Export with { IsStagingCleared = true }, d => d.Export.IsStagingCleared),
        new("update-mode", "mode", "What happens to rows without a match: updateonly skips them, allowinsert inserts them", ApplyMode)
        {
            Stored = new("export.new.update", static d => d.Export.UpdateMode.ToString(), RestoreMode),
        },
        Option.Value("call", "procedure", "db.export.call", "Call this procedure for each record",
            (d, v) => d.Export = d.Export with { Procedure = v }, d => d.Export.Procedure),
    ]);

    private static void ApplyMode(OptionsDraft draft, string mode) => draft.Export = draft.Export with
    {
        UpdateMode = mode switch
        {
            "updateonly" => UpdateMode.UpdateOnly,
            "allowinsert" => UpdateMode.AllowInsert,
            _ => throw new UsageException($"Unknown new update mode: {mode}. Use 'updateonly' or 'allowinsert'.{UsageException.Hint}"),
        },
    };

    private static void RestoreMode(OptionsDraft draft, string text) => draft.Export = draft.Export with
    {
        UpdateMode = text == nameof(UpdateMode.AllowInsert) ? UpdateMode.AllowInsert : UpdateMode.UpdateOnly,
    };
}
