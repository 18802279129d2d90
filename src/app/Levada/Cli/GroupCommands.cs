using System.CommandLine;
using Levada.Operations;
using Levada.Operations.Redrive;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada group ...</c>.</summary>
internal static class GroupCommands
{
    public static Command Build()
    {
        var group = new CliCommand("group", "List, describe, move, redrive and delete groups of consumers and share groups");
        group.Add(List());
        group.Add(Describe());
        group.Add(Seek());
        group.Add(Redrive());
        group.Add(Delete());
        return group;
    }

    private static CliCommand List()
    {
        var command = new CliCommand("list", "List groups", "levada group list");
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new GroupOperations(session).ListAsync(cancellationToken)));
        return command;
    }

    private static CliCommand Describe()
    {
        var names = new Argument<string[]>("group") { Description = "The groups' ids", Arity = ArgumentArity.OneOrMore };
        var command = new CliCommand("describe", "Show members, offsets and lag of groups", "levada group describe audit") { names };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new GroupOperations(session).DescribeAsync(parsed.GetRequiredValue(names), cancellationToken)));
        return command;
    }

    private static CliCommand Seek()
    {
        var name = new Argument<string>("group") { Description = "The group's id" };
        var topics = new Option<string[]>("--topic", "-t") { Description = "A topic, or topic:0,1; may be repeated [default: all committed]", HelpName = "topic" };
        var earliest = new Option<bool>("--to-earliest") { Description = "To the first record" };
        var latest = new Option<bool>("--to-latest") { Description = "To the end" };
        var offset = new Option<long?>("--to-offset") { Description = "To this offset, or the nearest that is there", HelpName = "n" };
        var time = new Option<string>("--to-datetime") { Description = "To the first record at or after a time", HelpName = "time" };
        var shift = new Option<long?>("--shift-by") { Description = "So many records forward, or back if negative", HelpName = "n" };
        var execute = new Option<bool>("--execute") { Description = "Do it; otherwise only show what would happen" };
        var command = new CliCommand(
            "seek", "Move the committed offsets of a group without members, or a share group's start offsets",
            "levada group seek audit --to-earliest",
            "levada group seek audit --topic orders:0,1 --to-datetime 2026-01-31T00:00:00Z --execute",
            "levada group seek audit --shift-by -100 --execute") { name, topics, earliest, latest, offset, time, shift, execute };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            List<OffsetSpec> targets = [];
            if (parsed.GetValue(earliest)) targets.Add(new OffsetSpec(OffsetKind.Beginning));
            if (parsed.GetValue(latest)) targets.Add(new OffsetSpec(OffsetKind.End));
            if (parsed.GetValue(offset) is { } number) targets.Add(new OffsetSpec(OffsetKind.Absolute, number));
            if (parsed.GetValue(time) is { } text) targets.Add(new OffsetSpec(OffsetKind.Time, OffsetSyntax.ParseTime(text, session.Time.GetUtcNow())));
            var distance = parsed.GetValue(shift);
            if (targets.Count + (distance is null ? 0 : 1) != 1)
                throw new UsageException("give one of --to-earliest, --to-latest, --to-offset, --to-datetime and --shift-by");
            var options = new GroupSeekOptions(
                parsed.GetRequiredValue(name), parsed.GetValue(topics) ?? [], targets.Count == 0 ? null : targets[0], distance, parsed.GetValue(execute));
            return new GroupOperations(session).SeekAsync(options, cancellationToken);
        }));
        return command;
    }

    private static CliCommand Redrive()
    {
        var name = new Argument<string>("group") { Description = "The share group's id" };
        var topic = new Option<string>("--topic", "-t") { Description = "The dead-letter topic [default: the group's errors.deadletterqueue.topic.name]", HelpName = "topic" };
        var execute = new Option<bool>("--execute") { Description = "Do it; otherwise only show what would happen" };
        var command = new CliCommand(
            "redrive", "Send a share group's dead letters back to the partitions that their records are from",
            "levada group redrive workers",
            "levada group redrive workers --execute") { name, topic, execute };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) => new RedriveOperation(
            session, new RedriveOptions(parsed.GetRequiredValue(name), parsed.GetValue(topic), parsed.GetValue(execute))).RunAsync(cancellationToken)));
        return command;
    }

    private static CliCommand Delete()
    {
        var names = new Argument<string[]>("group") { Description = "The groups' ids", Arity = ArgumentArity.OneOrMore };
        var topics = new Option<string[]>("--topic", "-t") { Description = "Forget only this topic's offsets; may be repeated", HelpName = "topic" };
        var execute = new Option<bool>("--execute") { Description = "Do it; otherwise only show what would happen" };
        var command = new CliCommand(
            "delete", "Delete groups without members, or their offsets of some topics",
            "levada group delete audit", "levada group delete audit --topic orders --execute") { names, topics, execute };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var deletion = new GroupDeletion(session);
            var (groups, scope) = (parsed.GetRequiredValue(names), parsed.GetValue(topics) ?? []);
            return parsed.GetValue(execute)
                ? deletion.RunAsync(groups, scope, cancellationToken)
                : deletion.PlanAsync(groups, scope, cancellationToken);
        }));
        return command;
    }
}
