using Levada.Metadata.Image;
using Levada.Metadata.Quotas;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Answers DescribeClientQuotas from one state of the metadata (KIP-546).</summary>
public static class ClientQuotaDescription
{
    private const sbyte ExactMatch = 0;
    private const sbyte DefaultMatch = 1;
    private const sbyte AnyMatch = 2;

    public static DescribeClientQuotasResponse Describe(in DescribeClientQuotasRequest request, MetadataImage image)
    {
        if (Check(request.Components) is { } refusal)
            return new DescribeClientQuotasResponse { ErrorCode = refusal.Error, ErrorMessage = refusal.Message, Entries = null };
        var (components, isStrict) = (request.Components, request.Strict);
        return new DescribeClientQuotasResponse
        {
            Entries =
            [
                .. image.ClientQuotas.Entities.Where(pair => Matches(pair.Key, components, isStrict)).Select(pair => Entry(pair.Key, pair.Value)),
            ],
        };
    }

    /// <summary>A strict filter names every part of the entity; else others may stand beside those it names.</summary>
    private static bool Matches(ClientQuotaEntity entity, DescribeClientQuotasRequest.ComponentData[] components, bool isStrict) =>
        (!isStrict || entity.Parts.Count() == components.Length)
        && Array.TrueForAll(components, component =>
        {
            var part = entity.Part(component.EntityType);
            return part.IsGiven && component.MatchType switch
            {
                ExactMatch => part.Name == component.Match,
                DefaultMatch => part.IsDefault,
                _ => true,
            };
        });

    private static Refusal? Check(DescribeClientQuotasRequest.ComponentData[] components)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in components)
        {
            if (component.EntityType.Length == 0) return Invalid("an entity type is empty");
            if (!types.Add(component.EntityType)) return Invalid($"{component.EntityType} stands twice in the filter");
            if (!ClientQuotaEntity.IsType(component.EntityType))
                return new(ErrorCode.UnsupportedVersion, $"'{component.EntityType}' is no type of quota entity");
            if (component.MatchType is < ExactMatch or > AnyMatch) return Invalid($"match type {component.MatchType} is not known");
            if (component.MatchType == ExactMatch == component.Match is null)
                return Invalid($"an exact match of {component.EntityType} names something, another match does not");
        }

        return types.Count > 1 && types.Contains(ClientQuotaEntity.IpType)
            ? Invalid($"{ClientQuotaEntity.IpType} does not go with {ClientQuotaEntity.UserType} or {ClientQuotaEntity.ClientIdType}")
            : null;
    }

    private static DescribeClientQuotasResponse.EntryData Entry(ClientQuotaEntity entity, IReadOnlyDictionary<string, double> quotas) => new()
    {
        Entity = [.. entity.Parts.Select(part => new DescribeClientQuotasResponse.EntityData { EntityType = part.Type, EntityName = part.Name })],
        Values = [.. quotas.Select(pair => new DescribeClientQuotasResponse.ValueData { Key = pair.Key, Value = pair.Value })],
    };

    private static Refusal Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
