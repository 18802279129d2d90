namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of the merge tool.</summary>
internal static class MergeGroup
{
    public static OptionGroup Group { get; } = new("Merge arguments",
    [
        CommonGroup.Verbose,
        CommonGroup.Help,
        SharedRows.JarFile,
        SharedRows.ClassName with { Description = "The class that describes the records" },
        Option.Value("new-data", "path", "merge.new.path", "The newer data set, whose rows win",
            (d, v) => d.Merge = d.Merge with { NewData = v }, d => d.Merge.NewData),
        Option.Value("onto", "path", "merge.old.path", "The older data set",
            (d, v) => d.Merge = d.Merge with { Onto = v }, d => d.Merge.Onto),
        SharedRows.TargetDir,
        SharedRows.MergeKey,
    ]);
}
