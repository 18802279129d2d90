namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of HCatalog tables: read, checked, then refused.</summary>
internal static class HCatalogGroup
{
    public const string Table = "hcatalog-table";
    public const string Database = "hcatalog-database";
    public const string Home = "hcatalog-home";
    public const string PartitionKeys = "hcatalog-partition-keys";
    public const string PartitionValues = "hcatalog-partition-values";
    public const string Stanza = "hcatalog-storage-stanza";
    public const string Create = "create-hcatalog-table";
    public const string DropAndCreate = "drop-and-create-hcatalog-table";
    public const string External = "hcatalog-external-table";

    public static OptionGroup Group { get; } = new("HCatalog arguments",
    [
        Option.Other(Table, "table", "hcatalog.table.name", "The HCatalog table"),
        Option.Other(External, null, "hcatalog.external.table", "Make it an external table"),
        Option.Other(Database, "database", "hcatalog.database.name", "Its database"),
        HiveGroup.Home,
        Option.Other(Home, "hdir", null, "Where HCatalog is installed"),
        HiveGroup.PartitionKey,
        HiveGroup.PartitionValue,
        HiveGroup.ColumnTypes,
        Option.Other(PartitionKeys, "partition-key", "hcatalog.partition.keys", "Names of partition columns"),
        Option.Other(PartitionValues, "partition-value", "hcatalog.partition.values", "Their values"),
    ]);

    public static OptionGroup ImportOnly { get; } = new("HCatalog import specific options",
    [
        Option.Other(Create, null, "hcatalog.create.table", "Create the table"),
        Option.Other(DropAndCreate, null, "hcatalog.drop.and.create.table", "Drop the table and create it"),
        Option.Other(Stanza, "text", "hcatalog.storage.stanza", "The end of its definition"),
    ]);
}
