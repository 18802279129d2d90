using Levada.Client.Admin;
using Levada.Output;

namespace Levada.Operations;

/// <summary>The <c>config</c> commands.</summary>
internal sealed class ConfigOperations(Session session)
{
    private readonly ConfigAdmin _configs = new(session.Client);

    /// <summary>Lists what has configurations.</summary>
    /// <param name="types">Only these; none for all.</param>
    public async Task<int> ListAsync(IReadOnlyList<ConfigResourceType> types, CancellationToken cancellationToken)
    {
        var table = new Table("resources", new Column("OF", "type"), new Column("NAME", "name"));
        foreach (var resource in await _configs.ListAsync(types, cancellationToken))
        {
            if (resource.Type != ConfigResourceType.BrokerLogger) table.Add(TypeWord(resource.Type), resource.Name);
        }

        session.Screen.Write(table);
        return ExitCode.Success;
    }

    /// <param name="names">Only these; empty for those that are not defaults.</param>
    /// <param name="isAllShown">Defaults too.</param>
    public async Task<int> GetAsync(ConfigResource resource, IReadOnlyList<string> names, bool isAllShown, CancellationToken cancellationToken)
    {
        var entries = await _configs.DescribeAsync(resource, cancellationToken);
        var table = new Table(
            "configs", new Column("NAME", "name"), new Column("VALUE", "value"), new Column("SOURCE", "source"), new Column("", "note"));
        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Where(IsShown))
            table.Add(entry.Name, Value(entry), Source(entry.Source), Note(entry));
        foreach (var missing in names.Where(name => entries.All(entry => entry.Name != name)))
            throw new UsageException($"{resource} has no configuration '{missing}'; --all lists them");
        session.Screen.Write(table);
        if (table.Rows.Count == 0) session.Screen.Say($"{resource}: all values are defaults; --all shows them");
        return ExitCode.Success;

        bool IsShown(ConfigEntry entry) => names.Count > 0 ? names.Contains(entry.Name) : isAllShown || entry.Source != ConfigSource.Default;
    }

    public async Task<int> SetAsync(ConfigSetOptions options, CancellationToken cancellationToken)
    {
        if (options.Changes.Count == 0) throw new UsageException("nothing to set: give name=value, --unset, --append or --subtract");
        await _configs.AlterAsync(options.Resource, options.Changes, options.IsDryRun, cancellationToken);
        session.Screen.Say(options.IsDryRun ? $"{options.Resource}: would be accepted" : $"{options.Resource}: changed");
        return ExitCode.Success;
    }

    private static string TypeWord(ConfigResourceType type) => type switch
    {
        ConfigResourceType.Topic => "topic",
        ConfigResourceType.Broker => "broker",
        ConfigResourceType.Group => "group",
        ConfigResourceType.ClientMetrics => "client-metrics",
        _ => type.ToString(),
    };

    private static Cell Value(ConfigEntry entry) => entry.IsSensitive ? "(hidden)" : entry.Value;

    private static string Source(ConfigSource source) => source switch
    {
        ConfigSource.Topic => "topic",
        ConfigSource.DynamicBroker => "broker",
        ConfigSource.DynamicBrokerDefault => "brokers",
        ConfigSource.StaticBroker => "file",
        ConfigSource.Default => "default",
        ConfigSource.DynamicBrokerLogger => "logger",
        ConfigSource.ClientMetrics => "client-metrics",
        ConfigSource.Group => "group",
        _ => "unknown",
    };

    private static Cell Note(ConfigEntry entry) => entry.IsReadOnly ? "read-only" : null;
}
