using System.Collections.Immutable;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>The options that choose a file format: the last of this order that is given wins.</summary>
internal static class LayoutRows
{
    public static ImmutableArray<OptionSpec> All { get; } =
    [
        Row("as-sequencefile", "SequenceFiles", FileLayout.Sequence),
        Row("as-textfile", "delimited text (default)", FileLayout.Text) with { Stored = new("hdfs.file.format", Save, Restore) },
        Row("as-avrodatafile", "Avro data files", FileLayout.Avro),
        Row("as-parquetfile", "Parquet files", FileLayout.Parquet),
        Option.Other("as-binaryfile", null, null, "Accepted; concerns mainframes only"),
    ];

    /// <summary>Sqoop's names of the formats, in messages and saved jobs.</summary>
    public static string NameOf(FileLayout layout) => layout switch
    {
        FileLayout.Sequence => "SequenceFile",
        FileLayout.Avro => "AvroDataFile",
        FileLayout.Parquet => "ParquetFile",
        _ => "TextFile",
    };

    private static OptionSpec Row(string name, string what, FileLayout layout) =>
        new(name, null, $"Write {what}", (draft, _) => draft.Root = draft.Root with { Layout = layout });

    private static string Save(OptionsDraft draft) => NameOf(draft.Root.Layout);

    private static void Restore(OptionsDraft draft, string text) =>
        draft.Root = draft.Root with { Layout = Enum.GetValues<FileLayout>().FirstOrDefault(layout => NameOf(layout) == text) };
}
