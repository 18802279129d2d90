using System.CommandLine;
using Levada.Operations;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada topic ...</c>.</summary>
internal static class TopicCommands
{
    public static Command Build()
    {
        var topic = new CliCommand("topic", "Create, list, describe, alter, trim and delete topics");
        topic.Add(Create());
        topic.Add(List());
        topic.Add(Describe());
        topic.Add(Alter());
        topic.Add(Trim());
        topic.Add(Delete());
        return topic;
    }

    private static Argument<string[]> Names(string description) =>
        new("topic") { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<string[]> Configs() =>
        new("--config", "-c") { Description = "A topic configuration; may be repeated", HelpName = "name=value" };

    private static CliCommand Create()
    {
        var names = Names("The topics' names");
        var partitions = new Option<int?>("--partitions", "-p") { Description = "Number of partitions [default: the broker's]", HelpName = "n" };
        var replicas = new Option<short?>("--replication-factor", "-r") { Description = "Copies of each partition [default: the broker's]", HelpName = "n" };
        var configs = Configs();
        var ifNotExists = new Option<bool>("--if-not-exists") { Description = "Leave a topic alone that exists" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only ask whether it could be created" };
        var command = new CliCommand(
            "create", "Create topics",
            "levada topic create orders",
            "levada topic create orders payments --partitions 6 --config retention.ms=86400000",
            "levada topic create profiles -c cleanup.policy=compact --if-not-exists")
        {
            names, partitions, replicas, configs, ifNotExists, dryRun,
        };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var options = new TopicCreateOptions(
                parsed.GetRequiredValue(names), parsed.GetValue(partitions) ?? -1, parsed.GetValue(replicas) ?? -1,
                NameValue.ParseAll(parsed.GetValue(configs) ?? []), parsed.GetValue(ifNotExists), parsed.GetValue(dryRun));
            return new TopicOperations(session).CreateAsync(options, cancellationToken);
        }));
        return command;
    }

    private static CliCommand List()
    {
        var isInternalShown = new Option<bool>("--internal") { Description = "Show internal topics too" };
        var command = new CliCommand("list", "List topics", "levada topic list", "levada topic list --internal --output json") { isInternalShown };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new TopicOperations(session).ListAsync(parsed.GetValue(isInternalShown), cancellationToken)));
        return command;
    }

    private static CliCommand Describe()
    {
        var names = Names("The topics' names");
        var command = new CliCommand(
            "describe", "Show partitions, leaders, replicas, offsets and configs of topics",
            "levada topic describe orders", "levada topic describe orders --output json") { names };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new TopicOperations(session).DescribeAsync(parsed.GetRequiredValue(names), cancellationToken)));
        return command;
    }

    private static CliCommand Alter()
    {
        var name = new Argument<string>("topic") { Description = "The topic's name" };
        var partitions = new Option<int?>("--partitions", "-p") { Description = "The new, larger number of partitions", HelpName = "n" };
        var configs = Configs();
        var unset = new Option<string[]>("--unset") { Description = "A configuration that goes back to its default; may be repeated", HelpName = "name" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only ask whether it could be done" };
        var command = new CliCommand(
            "alter", "Add partitions, change configs",
            "levada topic alter orders --partitions 12",
            "levada topic alter orders --config retention.ms=3600000 --unset segment.bytes") { name, partitions, configs, unset, dryRun };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var options = new TopicAlterOptions(
                parsed.GetRequiredValue(name), parsed.GetValue(partitions), NameValue.ParseAll(parsed.GetValue(configs) ?? []),
                parsed.GetValue(unset) ?? [], parsed.GetValue(dryRun));
            return new TopicOperations(session).AlterAsync(options, cancellationToken);
        }));
        return command;
    }

    private static CliCommand Trim()
    {
        var name = new Argument<string>("topic") { Description = "The topic's name" };
        var before = new Option<string>("--before") { Description = $"Where the records to keep begin: {OffsetSyntax.Forms}", Required = true, HelpName = "offset" };
        var command = new CliCommand(
            "trim", "Delete records from the beginning of every partition",
            "levada topic trim orders --before end", "levada topic trim orders --before @-7d", "levada topic trim orders --before 1000") { name, before };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var place = OffsetSyntax.Parse(parsed.GetRequiredValue(before), session.Time.GetUtcNow());
            if (place.Kind == OffsetKind.Stored) throw new UsageException("'stored' belongs to groups; name an offset, end or @TIME");
            return new TopicOperations(session).TrimAsync(parsed.GetRequiredValue(name), place, cancellationToken);
        }));
        return command;
    }

    private static CliCommand Delete()
    {
        var names = Names("The topics' names");
        var ifExists = new Option<bool>("--if-exists") { Description = "Do not fail for topics that do not exist" };
        var command = new CliCommand("delete", "Delete topics with all their records", "levada topic delete orders payments") { names, ifExists };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) =>
                new TopicOperations(session).DeleteAsync(parsed.GetRequiredValue(names), parsed.GetValue(ifExists), cancellationToken)));
        return command;
    }
}
