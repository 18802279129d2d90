using System.Collections.Immutable;
using Levada.Metadata.Quotas;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>The quotas of every entity, by their names. Immutable.</summary>
public sealed class ClientQuotasImage
{
    internal ClientQuotasImage(ImmutableSortedDictionary<ClientQuotaEntity, ImmutableSortedDictionary<string, double>> entities) => Entities = entities;

    public static ClientQuotasImage Empty { get; } =
        new(ImmutableSortedDictionary<ClientQuotaEntity, ImmutableSortedDictionary<string, double>>.Empty.WithComparers(ClientQuotaEntity.Order));

    /// <summary>The entities with at least one quota, in a fixed order.</summary>
    public ImmutableSortedDictionary<ClientQuotaEntity, ImmutableSortedDictionary<string, double>> Entities { get; }

    private static ImmutableSortedDictionary<string, double> NoQuotas { get; } =
        ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The quotas of one entity itself, not of those it inherits from; empty when it has none.</summary>
    public ImmutableSortedDictionary<string, double> Of(ClientQuotaEntity entity) => Entities.GetValueOrDefault(entity) ?? NoQuotas;

    /// <summary>Sets or removes one quota.</summary>
    internal static IMetadataRecord Record(ClientQuotaEntity entity, string key, double value, bool isRemoved) => MetadataRecords.Of(new ClientQuotaRecord
    {
        Entity = [.. entity.Parts.Select(part => new ClientQuotaRecord.EntityData { EntityType = part.Type, EntityName = part.Name })],
        Key = key,
        Value = isRemoved ? 0 : value,
        Remove = isRemoved,
    });
}
