using System.CommandLine;
using System.Globalization;
using Levada.Client.Admin;
using Levada.Operations;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada quota ...</c>; whose quota is said with the options of Kafka's own configuration tool.</summary>
internal static class QuotaCommands
{
    private const string Keys = "producer_byte_rate, consumer_byte_rate, request_percentage, controller_mutation_rate; of an address connection_creation_rate";

    public static Command Build()
    {
        var quota = new CliCommand("quota", "Show and change what users, client ids and addresses may use");
        quota.Add(List());
        quota.Add(Set());
        quota.Add(Remove());
        return quota;
    }

    private static CliCommand List()
    {
        var of = new EntityOptions();
        var command = new CliCommand("list", "List quotas, all or those of an entity", "levada quota list", "levada quota list --client loader");
        of.AddTo(command);
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new QuotaOperations(session).ListAsync(of.Read(parsed), cancellationToken)));
        return command;
    }

    private static CliCommand Set()
    {
        var (of, dryRun) = (new EntityOptions(), DryRun());
        var pairs = new Argument<string[]>("quota=value") { Description = Keys, Arity = ArgumentArity.OneOrMore };
        var command = new CliCommand(
            "set", "Set quotas",
            "levada quota set --client loader producer_byte_rate=1048576",
            "levada quota set --client-defaults consumer_byte_rate=10485760 request_percentage=50",
            "levada quota set --user ANONYMOUS --client loader producer_byte_rate=2097152") { pairs, dryRun };
        of.AddTo(command);
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) => new QuotaOperations(session).AlterAsync(
            of.Read(parsed), [.. NameValue.ParseAll(parsed.GetRequiredValue(pairs)).Select(Change)], parsed.GetValue(dryRun), cancellationToken)));
        return command;
    }

    private static CliCommand Remove()
    {
        var (of, dryRun) = (new EntityOptions(), DryRun());
        var keys = new Argument<string[]>("quota") { Description = Keys, Arity = ArgumentArity.OneOrMore };
        var command = new CliCommand("remove", "Remove quotas", "levada quota remove --client loader producer_byte_rate") { keys, dryRun };
        of.AddTo(command);
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) => new QuotaOperations(session).AlterAsync(
            of.Read(parsed), [.. parsed.GetRequiredValue(keys).Select(key => KeyValuePair.Create(Known(key), (double?)null))], parsed.GetValue(dryRun), cancellationToken)));
        return command;
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only ask whether it would be accepted" };

    // Brokers take the removal of a quota that does not exist for done.
    private static string Known(string key) =>
        Keys.Split(' ', ',', ';').Contains(key) && key.Contains('_', StringComparison.Ordinal) ? key : throw new UsageException($"'{key}' is no quota: {Keys}");

    private static KeyValuePair<string, double?> Change(KeyValuePair<string, string> pair) =>
        double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? KeyValuePair.Create(pair.Key, (double?)value)
            : throw new UsageException($"'{pair.Value}' is no value of {pair.Key}: a number");

    /// <summary>The options that say whose quota.</summary>
    private sealed class EntityOptions
    {
        private readonly Option<string> _user = new("--user") { Description = "A user", HelpName = "name" };
        private readonly Option<bool> _userDefaults = new("--user-defaults") { Description = "Every user without a quota of its own" };
        private readonly Option<string> _client = new("--client") { Description = "A client id", HelpName = "id" };
        private readonly Option<bool> _clientDefaults = new("--client-defaults") { Description = "Every client id without a quota of its own" };
        private readonly Option<string> _ip = new("--ip") { Description = "An address", HelpName = "address" };
        private readonly Option<bool> _ipDefaults = new("--ip-defaults") { Description = "Every address without a quota of its own" };

        public void AddTo(Command command)
        {
            foreach (var option in (ReadOnlySpan<Option>)[_user, _userDefaults, _client, _clientDefaults, _ip, _ipDefaults]) command.Add(option);
        }

        public QuotaEntity Read(ParseResult parsed) =>
            new(Part(parsed, _user, _userDefaults), Part(parsed, _client, _clientDefaults), Part(parsed, _ip, _ipDefaults));

        private static string? Part(ParseResult parsed, Option<string> name, Option<bool> defaults)
        {
            var text = parsed.GetValue(name);
            if (text is not null && parsed.GetValue(defaults)) throw new UsageException($"{name.Name} and {defaults.Name} exclude each other");
            if (text is { Length: 0 }) throw new UsageException($"{name.Name} has no name");
            return parsed.GetValue(defaults) ? QuotaEntity.Default : text;
        }
    }
}
