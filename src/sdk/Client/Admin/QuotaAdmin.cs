using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Reads and changes client quotas (KIP-546).</summary>
public sealed class QuotaAdmin(KafkaClient client)
{
    private const sbyte ExactMatch = 0;
    private const sbyte DefaultMatch = 1;

    /// <summary>The quotas of the entities that have the parts of a filter, and maybe others.</summary>
    /// <param name="filter">Empty for all.</param>
    public async Task<IReadOnlyList<QuotaInfo>> DescribeAsync(QuotaEntity filter, CancellationToken cancellationToken = default)
    {
        var response = await client.RetryAsync(
            () => client.SendToAnyAsync<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(
                ApiKey.DescribeClientQuotas, _ => Describe(filter), cancellationToken),
            cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, "quotas", response.ErrorMessage);
        return
        [
            .. (response.Entries ?? []).Select(entry => new QuotaInfo(
                QuotaEntity.From(entry.Entity.Select(part => (part.EntityType, part.EntityName))),
                [.. entry.Values.Select(value => KeyValuePair.Create(value.Key, value.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>Makes all changes of an entity or none.</summary>
    /// <param name="changes">A value for each key; null removes it.</param>
    /// <exception cref="KafkaException">The controller refused, or nobody answers.</exception>
    public async Task AlterAsync(
        QuotaEntity entity, IReadOnlyList<KeyValuePair<string, double?>> changes, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        var response = await client.RetryAsync(
            () => client.SendToControllerAsync<AlterClientQuotasRequest, AlterClientQuotasResponse>(
                ApiKey.AlterClientQuotas, _ => Alter(entity, changes, isDryRun), cancellationToken),
            cancellationToken);
        foreach (var entry in response.Entries)
        {
            if (entry.ErrorCode != ErrorCode.None) throw KafkaException.From(entry.ErrorCode, $"quota of {entity}", entry.ErrorMessage);
        }
    }

    private static DescribeClientQuotasRequest Describe(QuotaEntity filter) => new()
    {
        Components =
        [
            .. filter.Parts.Select(part => new DescribeClientQuotasRequest.ComponentData
            {
                EntityType = part.Type, MatchType = part.Name is null ? DefaultMatch : ExactMatch, Match = part.Name,
            }),
        ],
    };

    private static AlterClientQuotasRequest Alter(QuotaEntity entity, IReadOnlyList<KeyValuePair<string, double?>> changes, bool isDryRun) => new()
    {
        Entries =
        [
            new AlterClientQuotasRequest.EntryData
            {
                Entity = [.. entity.Parts.Select(part => new AlterClientQuotasRequest.EntityData { EntityType = part.Type, EntityName = part.Name })],
                Ops =
                [
                    .. changes.Select(change => new AlterClientQuotasRequest.OpData
                    {
                        Key = change.Key, Value = change.Value ?? 0, Remove = change.Value is null,
                    }),
                ],
            },
        ],
        ValidateOnly = isDryRun,
    };
}
