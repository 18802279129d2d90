namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of Accumulo targets: read, checked, then refused.</summary>
internal static class AccumuloGroup
{
    public const string Table = "accumulo-table";
    public const string Family = "accumulo-column-family";
    public const string User = "accumulo-user";
    public const string Instance = "accumulo-instance";
    public const string Zookeepers = "accumulo-zookeepers";

    public static OptionGroup Group { get; } = new("Accumulo arguments",
    [
        Option.Other(Table, "table", "accumulo.table", "The Accumulo table"),
        Option.Other(Family, "family", "accumulo.col.family", "The column family"),
        Option.Other("accumulo-row-key", "col", "accumulo.row.key.col", "The column of the row key"),
        Option.Other("accumulo-visibility", "vis", "accumulo.visibility", "The visibility of all rows"),
        Option.Other("accumulo-create-table", null, "accumulo.create.table", "Create what is missing"),
        Number("accumulo-batch-size", "size", "accumulo.batch.size", "Bytes of a batch"),
        Number("accumulo-max-latency", "latency", "accumulo.max.latency", "Milliseconds until a batch is sent"),
        Option.Other(Zookeepers, "zookeepers", "accumulo.zookeepers", "The ZooKeeper servers"),
        Option.Other(Instance, "instance", "accumulo.instance", "The instance"),
        Option.Other(User, "user", "accumulo.user", "The user"),
        Option.Other("accumulo-password", "password", "accumulo.password", "The user's password", isSecret: true),
    ]);

    private static OptionSpec Number(string name, string valueName, string key, string description)
    {
        var row = Option.Other(name, valueName, key, description);
        return row with
        {
            Apply = (draft, text) =>
            {
                Option.ParseNumber(text);
                row.Apply(draft, text);
            },
        };
    }
}
