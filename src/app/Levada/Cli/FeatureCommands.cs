using System.CommandLine;
using System.Globalization;
using Levada.Client.Admin;
using Levada.Operations;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada features ...</c>.</summary>
internal static class FeatureCommands
{
    public static Command Build()
    {
        var features = new CliCommand("features", "Show and move the levels of the cluster's features");
        features.Add(Describe());
        features.Add(Upgrade());
        features.Add(Downgrade());
        return features;
    }

    private static CliCommand Describe()
    {
        var command = new CliCommand("describe", "Show which levels are served and which are in force", "levada features describe");
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new FeatureOperations(session).DescribeAsync(cancellationToken)));
        return command;
    }

    private static CliCommand Upgrade()
    {
        var (levels, dryRun) = (Levels(), DryRun());
        var command = new CliCommand(
            "upgrade", "Raise levels, all or none",
            "levada features upgrade metadata.version=30 --dry-run", "levada features upgrade group.version=1") { levels, dryRun };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) => new FeatureOperations(session)
            .UpdateAsync(Changes(parsed.GetRequiredValue(levels), FeatureMove.Upgrade), parsed.GetValue(dryRun), cancellationToken)));
        return command;
    }

    private static CliCommand Downgrade()
    {
        var (levels, dryRun) = (Levels(), DryRun());
        var isUnsafe = new Option<bool>("--unsafe") { Description = "Even where metadata may be lost" };
        var command = new CliCommand(
            "downgrade", "Lower levels, all or none; level 0 turns a feature off",
            "levada features downgrade group.version=0 --dry-run", "levada features downgrade group.version=0") { levels, isUnsafe, dryRun };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var move = parsed.GetValue(isUnsafe) ? FeatureMove.UnsafeDowngrade : FeatureMove.SafeDowngrade;
            return new FeatureOperations(session).UpdateAsync(Changes(parsed.GetRequiredValue(levels), move), parsed.GetValue(dryRun), cancellationToken);
        }));
        return command;
    }

    private static Argument<string[]> Levels() => new("feature=level") { Description = "One or more", Arity = ArgumentArity.OneOrMore };

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only ask whether it would be accepted" };

    private static List<FeatureChange> Changes(IEnumerable<string> pairs, FeatureMove move) =>
    [
        .. NameValue.ParseAll(pairs).Select(pair => new FeatureChange(pair.Key, LevelOf(pair), move)),
    ];

    private static short LevelOf(KeyValuePair<string, string> pair) =>
        short.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            ? level
            : throw new UsageException($"'{pair.Value}' is no level of {pair.Key}: a number from 0");
}
