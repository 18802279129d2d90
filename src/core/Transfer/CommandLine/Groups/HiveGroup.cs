using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of Hive tables.</summary>
internal static class HiveGroup
{
    public const string ColumnTypesPrefix = "map.column.hive.";
    private const string Title = "Hive arguments";

    public static OptionSpec Home { get; } = Option.Value("hive-home", "dir", null, "Where Hive is installed",
        (d, v) => d.Hive = d.Hive with { Home = v }, d => d.Hive.Home);

    public static OptionSpec PartitionKey { get; } = Option.Value("hive-partition-key", "partition-key", "hive.partition.key", "The name of a partition column",
        (d, v) => d.Hive = d.Hive with { PartitionKey = v }, d => d.Hive.PartitionKey);

    public static OptionSpec PartitionValue { get; } = Option.Value("hive-partition-value", "partition-value", "hive.partition.value", "Its value for this import",
        (d, v) => d.Hive = d.Hive with { PartitionValue = v }, d => d.Hive.PartitionValue);

    public static OptionSpec ColumnTypes { get; } = new("map-column-hive", "col=type,...", "Hive types of columns, in place of the usual ones", (d, v) =>
        d.Hive = d.Hive with { ColumnTypes = ColumnMapping.Parse(v) });

    public static OptionGroup Import { get; } = new(Title,
    [
        Option.Switch("hive-import", "hive.import", "Create the table in Hive and load it",
            d => d.Hive = d.Hive with { IsImport = true }, d => d.Hive.IsImport),
        .. Table(), .. Text(), .. Server(),
    ]);

    /// <summary>For create-hive-table, which has a Hive table in any case.</summary>
    public static OptionGroup Definition { get; } = new(Title,
        [SharedRows.Table with { Description = "The table to take the definition from" }, .. Table(), .. Text(), .. Server()]);

    private static IEnumerable<OptionSpec> Table() =>
    [
        Home,
        Option.Switch("hive-overwrite", "hive.overwrite.table", "Replace the data of the Hive table",
            d => d.Hive = d.Hive with { IsOverwrite = true }, d => d.Hive.IsOverwrite),
        Option.Switch("create-hive-table", "hive.fail.table.exists", "Fail if the Hive table exists",
            d => d.Hive = d.Hive with { FailsIfTableExists = true }, d => d.Hive.FailsIfTableExists),
        Option.Value("hive-table", "table-name", "hive.table.name", "The Hive table",
            (d, v) => d.Hive = d.Hive with { Table = v }, d => d.Hive.Table),
        Option.Value("hive-database", "database-name", "hive.database.name", "The Hive database",
            (d, v) => d.Hive = d.Hive with { Database = v }, d => d.Hive.Database),
        PartitionKey,
        PartitionValue,
        Option.Value("external-table-dir", "path", "hive.external.table.dir", "Make an external table with its files here",
            (d, v) => d.Hive = d.Hive with { ExternalTableDir = v }, d => d.Hive.ExternalTableDir),
        ColumnTypes,
    ];

    private static IEnumerable<OptionSpec> Text() =>
    [
        Option.Switch("hive-drop-import-delims", "hive.drop.delims", "Drop \\n, \\r and \\01 from text columns",
            d => d.Import = d.Import with { AreHiveDelimitersDropped = true }, d => d.Import.AreHiveDelimitersDropped),
        Option.Value("hive-delims-replacement", "text", "hive.delims.replacement", "Put this in place of \\n, \\r and \\01 in text columns",
            (d, v) => d.Import = d.Import with { HiveDelimiterReplacement = v }, d => d.Import.HiveDelimiterReplacement),
    ];

    private static IEnumerable<OptionSpec> Server() =>
    [
        Option.Value("hs2-url", "url", "hs2.url", "The URL of HiveServer2",
            (d, v) => d.Hive = d.Hive with { ServerUrl = v }, d => d.Hive.ServerUrl),
        Option.Value("hs2-user", "user", "hs2.user", "The user of HiveServer2",
            (d, v) => d.Hive = d.Hive with { ServerUser = v }, d => d.Hive.ServerUser),
        Secrets.Mark(Option.Value("hs2-password", "password", "hs2.password", "The password of that user",
            (d, v) => d.Hive = d.Hive with { ServerPassword = v }, d => d.Hive.ServerPassword)),
        Option.Value("hs2-keytab", "file", "hs2.keytab", "The keytab of that user",
            (d, v) => d.Hive = d.Hive with { ServerKeytab = v }, d => d.Hive.ServerKeytab),
    ];
}
