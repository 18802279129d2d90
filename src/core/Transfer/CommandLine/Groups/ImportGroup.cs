using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>What an import reads, how parallel it is and where it writes.</summary>
internal static class ImportGroup
{
    private const string Title = "Import control arguments";

    public static OptionGroup Table { get; } = new(Title, [.. TableOnly(), .. Shared()]);

    public static OptionGroup AllTables { get; } = new(Title,
    [
        SharedRows.Direct,
        Option.Value("exclude-tables", "tables", "import.all_tables.exclude", "Tables to leave out, separated by commas",
            (d, v) => d.Import = d.Import with { ExcludedTables = [.. v.Split(',')] },
            d => d.Import.ExcludedTables.IsEmpty ? null : string.Join(",", d.Import.ExcludedTables)),
        .. Shared(),
    ]);

    private static IEnumerable<OptionSpec> TableOnly() =>
    [
        SharedRows.Direct,
        SharedRows.Table with { Description = "The table or view to read" },
        SharedRows.Columns,
        Option.Value("split-by", "column-name", "db.split.column", "The column by which rows are divided among the tasks",
            (d, v) => d.Import = d.Import with { SplitBy = v }, d => d.Import.SplitBy),
        Option.Number("split-limit", "size", "split.limit", "The greatest width of a split: numbers, or seconds for dates",
            (d, v) => d.Import = d.Import with { SplitLimit = v }, d => d.Import.SplitLimit),
        Option.Value("where", "where clause", "db.where.clause", "A condition for the rows",
            (d, v) => d.Import = d.Import with { Where = v }, d => d.Import.Where),
        SharedRows.TargetDir,
        Option.Switch("append", "hdfs.append.dir", "Add files to a directory that exists",
            d => d.Import = d.Import with { IsAppend = true }, d => d.Import.IsAppend),
        Option.Switch("delete-target-dir", "hdfs.delete-target.dir", "Replace a directory that exists",
            d => d.Import = d.Import with { IsTargetDeleted = true }, d => d.Import.IsTargetDeleted),
        SharedRows.Query,
        Option.Value("boundary-query", "statement", "db.query.boundary", "The statement that gives the lowest and the highest split value",
            (d, v) => d.Import = d.Import with { BoundaryQuery = v }, d => d.Import.BoundaryQuery),
        SharedRows.MergeKey,
    ];

    private static IEnumerable<OptionSpec> Shared() =>
    [
        Option.Value("warehouse-dir", "dir", "hdfs.warehouse.dir", "The parent of the directories to write, one for each table",
            (d, v) => d.Import = d.Import with { WarehouseDir = v }, d => d.Import.WarehouseDir),
        .. LayoutRows.All,
        SharedRows.Mappers,
        SharedRows.JobName,
        Option.Switch("compress", "enable.compression", "Compress the files",
            d => d.Root = d.Root with { IsCompressed = true }, d => d.Root.IsCompressed) with { Short = "z" },
        Option.Value("compression-codec", "codec", "compression.codec", "The codec: gzip, bzip2, deflate, snappy, lz4, zstd or a Hadoop class name", ApplyCodec, d => d.Codec),
        Option.Number("direct-split-size", "n", "import.direct.split.size", "Bytes after which a direct import begins a new file",
            (d, v) => d.Import = d.Import with { DirectSplitBytes = v }, d => d.Import.DirectSplitBytes),
        Option.Number("inline-lob-limit", "n", "import.max.inline.lob.size", "Bytes up to which a large object stays in its record",
            (d, v) => d.Import = d.Import with { InlineLobBytesMax = v }, d => d.Import.InlineLobBytesMax),
        Option.Number("fetch-size", "n", "import.fetch.size", "Rows that the driver fetches at once",
            (d, v) => d.Import = d.Import with { FetchSize = Option.ParseInt(v) }, d => d.Import.FetchSize),
        Option.Switch("autoreset-to-one-mapper", "reset.onemapper", "Use one task for a table without a primary key",
            d => d.Import = d.Import with { IsResetToOneMapper = true }, d => d.Import.IsResetToOneMapper),
    ];

    // Naming a codec asks for compression; an unknown one is refused before anything is touched.
    private static void ApplyCodec(OptionsDraft draft, string codec)
    {
        draft.Codec = codec;
        draft.Root = draft.Root with { IsCompressed = CodecNames.Resolve(codec) is not null };
    }
}
