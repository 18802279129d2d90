namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options that Apache Sqoop does not have.</summary>
internal static class OwnGroup
{
    private const string Title = "Arguments that Apache Sqoop does not have";

    private static readonly OptionSpec Json = Option.Switch(
        "json", "transfer.json", "Print a summary in JSON on standard output",
        d => d.Root = d.Root with { IsJson = true }, d => d.Root.IsJson);

    private static readonly OptionSpec Throttle = new(
        "throttle", "rows", "The greatest number of rows per second, over all tasks", ApplyThrottle)
    {
        Stored = new("transfer.throttle.rows", d => d.Root.ThrottleRowsPerSecond?.ToString(System.Globalization.CultureInfo.InvariantCulture), ApplyThrottle),
    };

    public static OptionGroup Import { get; } = new(Title,
    [
        Option.Switch("resume", "transfer.resume", "Go on from the finished parts of a run that failed",
            d => d.Import = d.Import with { IsResumed = true }, d => d.Import.IsResumed),
        Throttle,
        Json,
        Option.Switch("no-snapshot", "transfer.snapshot.off", "Let each task read by itself, without a common snapshot",
            d => d.Connect = d.Connect with { IsSnapshotOff = true }, d => d.Connect.IsSnapshotOff),
        Option.Switch("skew-files", "transfer.skew.files", "Let each chunk of a skewed split be a file of its own",
            d => d.Import = d.Import with { IsChunkPerFile = true }, d => d.Import.IsChunkPerFile),
    ]);

    public static OptionGroup Export { get; } = new(Title, [Throttle, Json]);

    public static OptionGroup Merge { get; } = new(Title,
        [SharedRows.Columns with { Description = "The columns of delimited text, in order; then no class is needed" }, Json]);

    public static OptionGroup TestConnection { get; } = new(Title, [Json]);

    private static void ApplyThrottle(OptionsDraft draft, string text)
    {
        var rows = Option.ParseNumber(text);
        if (rows < 1) throw new UsageException($"--throttle needs a number of rows per second above 0, not {rows}.");
        draft.Root = draft.Root with { ThrottleRowsPerSecond = rows };
    }
}
