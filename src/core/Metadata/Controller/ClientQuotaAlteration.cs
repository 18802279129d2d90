using System.Collections.Immutable;
using Levada.Metadata.Image;
using Levada.Metadata.Quotas;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Decides AlterClientQuotas: each entity as a whole, valid or not at all (KIP-546).</summary>
public static class ClientQuotaAlteration
{
    public static ControllerDecision<AlterClientQuotasResponse> Decide(in AlterClientQuotasRequest request, ControllerContext context)
    {
        var records = new List<IMetadataRecord>();
        var results = new List<AlterClientQuotasResponse.EntryData>(request.Entries.Length);
        var named = new HashSet<ClientQuotaEntity>();
        foreach (var entry in request.Entries)
        {
            var refusal = Alter(entry, context, named, records);
            results.Add(new AlterClientQuotasResponse.EntryData
            {
                ErrorCode = refusal?.Error ?? ErrorCode.None,
                ErrorMessage = refusal?.Message,
                Entity = Array.ConvertAll(entry.Entity, part => new AlterClientQuotasResponse.EntityData
                {
                    EntityType = part.EntityType, EntityName = part.EntityName,
                }),
            });
        }

        return new(request.ValidateOnly ? [] : records, new AlterClientQuotasResponse { Entries = [.. results] });
    }

    private static Refusal? Alter(
        in AlterClientQuotasRequest.EntryData entry, ControllerContext context, HashSet<ClientQuotaEntity> named, List<IMetadataRecord> records)
    {
        if (ClientQuotaEntity.Read(entry.Entity.Select(part => (part.EntityType, part.EntityName)), out var entity) is { } badEntity) return Invalid(badEntity);
        if (entity.Ip.Name is { } ip && !System.Net.IPAddress.TryParse(ip, out _)) return Invalid($"'{ip}' is no address");
        if (!named.Add(entity)) return Invalid("the entity stands twice in the request");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var changes = new List<IMetadataRecord>();
        var before = context.Image.ClientQuotas.Of(entity);
        foreach (var operation in entry.Ops)
        {
            if (!keys.Add(operation.Key)) return Invalid($"{operation.Key} stands twice");
            if (!operation.Remove && QuotaKeys.Check(entity, operation.Key, operation.Value) is { } problem) return Invalid(problem);
            if (IsChange(operation, before)) changes.Add(ClientQuotasImage.Record(entity, operation.Key, operation.Value, operation.Remove));
        }

        records.AddRange(changes);
        return null;
    }

    private static bool IsChange(in AlterClientQuotasRequest.OpData operation, ImmutableSortedDictionary<string, double> before)
    {
        var isSet = before.TryGetValue(operation.Key, out var value);
        return operation.Remove ? isSet : !isSet || !value.Equals(operation.Value);
    }

    private static Refusal Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
