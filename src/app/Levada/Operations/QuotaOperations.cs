using Levada.Client.Admin;
using Levada.Output;

namespace Levada.Operations;

/// <summary>The <c>quota</c> commands.</summary>
internal sealed class QuotaOperations(Session session)
{
    private readonly QuotaAdmin _quotas = new(session.Client);

    /// <param name="filter">Empty for all.</param>
    public async Task<int> ListAsync(QuotaEntity filter, CancellationToken cancellationToken)
    {
        var table = new Table(
            "quotas", new Column("USER", "user"), new Column("CLIENT ID", "clientId"), new Column("IP", "ip"),
            new Column("QUOTA", "quota"), new Column("VALUE", "value", true));
        foreach (var (entity, values) in await _quotas.DescribeAsync(filter, cancellationToken))
        {
            foreach (var (key, value) in values) table.Add(Part(entity.User), Part(entity.ClientId), Part(entity.Ip), key, value);
        }

        session.Screen.Write(table);
        return ExitCode.Success;
    }

    /// <param name="changes">A value for each key; null removes it.</param>
    public async Task<int> AlterAsync(
        QuotaEntity entity, IReadOnlyList<KeyValuePair<string, double?>> changes, bool isDryRun, CancellationToken cancellationToken)
    {
        if (entity == default) throw new UsageException("say whose quota: --user, --client or --ip with a name, or --user-defaults, --client-defaults, --ip-defaults");
        if (changes.Count == 0) throw new UsageException("nothing to change: name at least one quota");
        await _quotas.AlterAsync(entity, changes, isDryRun, cancellationToken);
        session.Screen.Say(isDryRun ? $"{entity}: would be accepted" : $"{entity}: changed");
        return ExitCode.Success;
    }

    private static Cell Part(string? name) => name switch
    {
        null => Cell.Known(null),
        QuotaEntity.Default => "<default>",
        _ => name,
    };
}
