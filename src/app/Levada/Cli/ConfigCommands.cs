using System.CommandLine;
using Levada.Client.Admin;
using Levada.Operations;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada config ...</c>.</summary>
internal static class ConfigCommands
{
    private const string Kinds = "topic NAME, broker ID, brokers (the defaults of all), group ID or client-metrics NAME";

    public static Command Build()
    {
        var config = new CliCommand("config", "Show and change configurations");
        config.Add(List());
        config.Add(Get());
        config.Add(Set());
        return config;
    }

    /// <summary>Takes the words that name a resource off the front.</summary>
    /// <exception cref="UsageException">They name none.</exception>
    public static (ConfigResource Resource, IReadOnlyList<string> Following) Split(string[] words) => words switch
    {
        ["topic", var name, .. var rest] => (new ConfigResource(ConfigResourceType.Topic, name), rest),
        ["broker", var id, .. var rest] => (new ConfigResource(ConfigResourceType.Broker, id), rest),
        ["group", var id, .. var rest] => (new ConfigResource(ConfigResourceType.Group, id), rest),
        ["client-metrics", var name, .. var rest] => (new ConfigResource(ConfigResourceType.ClientMetrics, name), rest),
        ["brokers", .. var rest] => (new ConfigResource(ConfigResourceType.Broker, ""), rest),
        _ => throw new UsageException($"say whose configuration: {Kinds}"),
    };

    private static CliCommand List()
    {
        var types = new Argument<string[]>("type") { Description = "topic, broker, group or client-metrics [default: all]", Arity = ArgumentArity.ZeroOrMore };
        var command = new CliCommand(
            "list", "List what has configurations; of groups, those with a value of their own", "levada config list", "levada config list group") { types };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) => new ConfigOperations(session)
            .ListAsync([.. (parsed.GetValue(types) ?? []).Select(TypeOf)], cancellationToken)));
        return command;
    }

    private static ConfigResourceType TypeOf(string word) => word switch
    {
        "topic" => ConfigResourceType.Topic,
        "broker" => ConfigResourceType.Broker,
        "group" => ConfigResourceType.Group,
        "client-metrics" => ConfigResourceType.ClientMetrics,
        _ => throw new UsageException($"'{word}' has no configurations: topic, broker, group or client-metrics"),
    };

    private static CliCommand Get()
    {
        var words = new Argument<string[]>("of") { Description = $"{Kinds}; then names of configurations, if not all", Arity = ArgumentArity.OneOrMore };
        var all = new Option<bool>("--all", "-a") { Description = "Show defaults too" };
        var command = new CliCommand(
            "get", "Show configurations",
            "levada config get topic orders", "levada config get topic orders retention.ms", "levada config get broker 1 --all", "levada config get brokers") { words, all };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var (resource, names) = Split(parsed.GetRequiredValue(words));
            return new ConfigOperations(session).GetAsync(resource, names, parsed.GetValue(all), cancellationToken);
        }));
        return command;
    }

    private static CliCommand Set()
    {
        var words = new Argument<string[]>("of") { Description = $"{Kinds}; then name=value...", Arity = ArgumentArity.OneOrMore };
        var unset = new Option<string[]>("--unset") { Description = "Back to the default; may be repeated", HelpName = "name" };
        var append = new Option<string[]>("--append") { Description = "Add to a list; may be repeated", HelpName = "name=value" };
        var subtract = new Option<string[]>("--subtract") { Description = "Take from a list; may be repeated", HelpName = "name=value" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only ask whether it would be accepted" };
        var command = new CliCommand(
            "set", "Change configurations",
            "levada config set topic orders retention.ms=3600000 cleanup.policy=compact",
            "levada config set topic orders --unset retention.ms",
            "levada config set brokers log.retention.hours=24",
            "levada config set group audit consumer.session.timeout.ms=60000") { words, unset, append, subtract, dryRun };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var (resource, pairs) = Split(parsed.GetRequiredValue(words));
            List<ConfigChange> changes =
            [
                .. Changes(pairs, ConfigOperation.Set),
                .. Changes(parsed.GetValue(append) ?? [], ConfigOperation.Append),
                .. Changes(parsed.GetValue(subtract) ?? [], ConfigOperation.Subtract),
                .. (parsed.GetValue(unset) ?? []).Select(name => new ConfigChange(name, ConfigOperation.Delete, null)),
            ];
            return new ConfigOperations(session).SetAsync(new ConfigSetOptions(resource, changes, parsed.GetValue(dryRun)), cancellationToken);
        }));
        return command;
    }

    private static IEnumerable<ConfigChange> Changes(IEnumerable<string> pairs, ConfigOperation operation) =>
        NameValue.ParseAll(pairs).Select(pair => new ConfigChange(pair.Key, operation, pair.Value));
}
