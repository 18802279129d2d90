using System.Collections.Immutable;
using Levada.Metadata.Quotas;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Quotas that a run of records sets and removes.</summary>
internal sealed class ClientQuotasDelta(ClientQuotasImage before)
{
    private ImmutableSortedDictionary<ClientQuotaEntity, ImmutableSortedDictionary<string, double>> _entities = before.Entities;

    /// <summary>Records of an entity that cannot be change nothing.</summary>
    public void Set(in ClientQuotaRecord record)
    {
        if (ClientQuotaEntity.Read(record.Entity.Select(part => (part.EntityType, part.EntityName)), out var entity) is not null) return;
        var quotas = _entities.GetValueOrDefault(entity) ?? ClientQuotasImage.Empty.Of(entity);
        quotas = record.Remove ? quotas.Remove(record.Key) : quotas.SetItem(record.Key, record.Value);
        _entities = quotas.IsEmpty ? _entities.Remove(entity) : _entities.SetItem(entity, quotas);
    }

    public ClientQuotasImage Finish() => ReferenceEquals(_entities, before.Entities) ? before : new ClientQuotasImage(_entities);
}
