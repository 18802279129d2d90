namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of HBase targets: read, checked, then refused.</summary>
internal static class HBaseGroup
{
    public const string Table = "hbase-table";
    public const string Family = "column-family";
    public const string BulkLoad = "hbase-bulkload";

    public static OptionGroup Group { get; } = new("HBase arguments",
    [
        Option.Other(Table, "table", "hbase.table", "The HBase table"),
        Option.Other(Family, "family", "hbase.col.family", "The column family"),
        Option.Other("hbase-row-key", "col", "hbase.row.key.col", "The column or columns of the row key"),
        Option.Other("hbase-create-table", null, "hbase.create.table", "Create what is missing"),
        Option.Other(BulkLoad, null, "hbase.bulk.load.enabled", "Load in bulk"),
        new("hbase-null-incremental-mode", "nullmode", "What a NULL does to a cell: ignore or delete", ApplyNullMode)
        {
            Stored = new("hbase.null.incremental.mode", Save, Restore),
        },
    ]);

    private static void ApplyNullMode(OptionsDraft draft, string mode) =>
        draft.Others["hbase-null-incremental-mode"] = mode is "ignore" or "delete"
            ? mode
            : throw new UsageException($"Unknown HBase null incremental mode: {mode}. Use 'ignore' or 'delete'.{UsageException.Hint}");

    private static string Save(OptionsDraft draft) => draft.Other("hbase-null-incremental-mode") == "delete" ? "Delete" : "Ignore";

    private static void Restore(OptionsDraft draft, string text)
    {
        if (text == "Delete") draft.Others["hbase-null-incremental-mode"] = "delete";
    }
}
