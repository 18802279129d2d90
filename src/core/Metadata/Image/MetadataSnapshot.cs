using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Writes an image as records; replaying them over the empty image gives an equal one.</summary>
public static class MetadataSnapshot
{
    /// <summary>The records in a fixed order: features, registrations, topics by name, configurations, producer ids, quotas, the rest.</summary>
    public static IEnumerable<IMetadataRecord> Write(MetadataImage image) =>
        Features(image.Features)
            .Concat(Cluster(image))
            .Concat(Topics(image))
            .Concat(Configurations(image.Configurations))
            .Concat(ProducerIds(image.ProducerIds))
            .Concat(ClientQuotas(image.ClientQuotas))
            .Concat(image.Uninterpreted.Values);

    // metadata.version stands first: it decides how the rest is read.
    private static IEnumerable<IMetadataRecord> Features(FeaturesImage features)
    {
        var levels = features.Levels.OrderBy(pair => pair.Key == MetadataVersions.FeatureName ? 0 : 1);
        return levels.Select(pair => MetadataRecords.Of(new FeatureLevelRecord { Name = pair.Key, FeatureLevel = pair.Value }));
    }

    private static IEnumerable<IMetadataRecord> Cluster(MetadataImage image)
    {
        var level = image.Features.MetadataVersion;
        foreach (var broker in image.Cluster.Brokers.Values) yield return MetadataRecords.Of(broker.ToRecord(), level);
        foreach (var controller in image.Cluster.Controllers.Values) yield return MetadataRecords.Of(controller);
    }

    private static IEnumerable<IMetadataRecord> Topics(MetadataImage image)
    {
        var level = image.Features.MetadataVersion;
        foreach (var topic in image.Topics.InNameOrder)
        {
            yield return MetadataRecords.Of(new TopicRecord { Name = topic.Name, TopicId = topic.Id });
            for (var index = 0; index < topic.PartitionCount; index++)
            {
                if (topic.Partition(index) is { } partition)
                    yield return MetadataRecords.Of(partition.ToRecord(topic.Id, index), level);
            }
        }
    }

    private static IEnumerable<IMetadataRecord> Configurations(ConfigurationsImage configurations)
    {
        foreach (var (resource, values) in configurations.Resources)
        {
            foreach (var (name, value) in values)
            {
                yield return MetadataRecords.Of(new ConfigRecord
                {
                    ResourceType = (sbyte)resource.Type,
                    ResourceName = resource.Name,
                    Name = name,
                    Value = value,
                });
            }
        }
    }

    private static IEnumerable<IMetadataRecord> ProducerIds(ProducerIdsImage ids)
    {
        if (ids.NextProducerId == 0) yield break;
        yield return MetadataRecords.Of(new ProducerIdsRecord
        {
            BrokerId = ids.BrokerId,
            BrokerEpoch = ids.BrokerEpoch.Value,
            NextProducerId = ids.NextProducerId,
        });
    }

    private static IEnumerable<IMetadataRecord> ClientQuotas(ClientQuotasImage quotas)
    {
        foreach (var (entity, values) in quotas.Entities)
        {
            foreach (var (key, value) in values) yield return ClientQuotasImage.Record(entity, key, value, isRemoved: false);
        }
    }
}
