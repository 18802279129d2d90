using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of imports that read only what is new.</summary>
internal static class IncrementalGroup
{
    public const string LastValueKey = "incremental.last.value";

    public static OptionGroup Group { get; } = new("Incremental import arguments",
    [
        new("incremental", "import-type", "append: rows with greater values; lastmodified: rows with later times", Apply)
        {
            Stored = new("incremental.mode", Save, Restore),
        },
        Option.Value("check-column", "column", "incremental.col", "The column that tells new rows",
            (d, v) => d.Import = d.Import with { CheckColumn = v }, d => d.Import.CheckColumn),
        Option.Value("last-value", "value", LastValueKey, "The greatest value of the last import",
            (d, v) => d.Import = d.Import with { LastValue = v }, d => d.Import.LastValue),
    ]);

    private static void Apply(OptionsDraft draft, string mode) => draft.Import = mode switch
    {
        "append" => draft.Import with { Incremental = IncrementalMode.Append, IsAppend = true },
        "lastmodified" => draft.Import with { Incremental = IncrementalMode.LastModified },
        _ => throw new UsageException($"Unknown incremental import mode: {mode}. Use 'append' or 'lastmodified'.{UsageException.Hint}"),
    };

    private static string Save(OptionsDraft draft) => draft.Import.Incremental switch
    {
        IncrementalMode.Append => "AppendRows",
        IncrementalMode.LastModified => "DateLastModified",
        _ => "None",
    };

    // Whether files are appended is a property of its own.
    private static void Restore(OptionsDraft draft, string text) => draft.Import = draft.Import with
    {
        Incremental = text switch
        {
            "AppendRows" => IncrementalMode.Append,
            "DateLastModified" => IncrementalMode.LastModified,
            _ => IncrementalMode.None,
        },
    };
}
