namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of import-mainframe: read, so that the refusal is about the tool and not about an option.</summary>
internal static class MainframeGroup
{
    public const string DataSet = "dataset";

    public static OptionGroup Group { get; } = ImportGroup.Table.With(
        Option.Other(DataSet, "dataset", "mainframe.input.dataset.name", "The data set"),
        Option.Other("datasettype", "type", "mainframe.input.dataset.type", "p, s or g"),
        Option.Other("tape", "boolean", "mainframe.input.dataset.tape", "Whether it lies on tape"),
        Option.Other("buffersize", "n", "mainframe.ftp.buffersize", "Bytes of a buffer"),
        Option.Other("ftp-commands", "commands", "mainframe.ftp.commands", "Commands sent before"));
}
