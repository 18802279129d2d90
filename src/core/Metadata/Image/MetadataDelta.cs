using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Replays a run of records over an image; the image itself stays as it is.</summary>
/// <remarks>
/// One delta for a whole batch: the tables of topics are copied once, not once a record. Records that name what does not
/// exist change nothing. Metadata transactions are the business of <see cref="MetadataReplay"/>.
/// </remarks>
public sealed class MetadataDelta(MetadataImage before)
{
    private readonly TopicsDelta _topics = new(before.Topics);
    private readonly ConfigurationsDelta _configurations = new(before.Configurations);
    private readonly ClusterDelta _cluster = new(before.Cluster);
    private readonly ClientQuotasDelta _clientQuotas = new(before.ClientQuotas);
    private readonly UninterpretedDelta _uninterpreted = new(before.Uninterpreted);
    private ImmutableSortedDictionary<string, short> _levels = before.Features.Levels;
    private ProducerIdsImage _producerIds = before.ProducerIds;

    public void Replay(IReadOnlyList<IMetadataRecord> records)
    {
        for (var index = 0; index < records.Count; index++) Replay(records[index]);
    }

    public void Replay(IMetadataRecord record)
    {
        switch (record)
        {
            case MetadataRecord<TopicRecord> topic: _topics.Create(topic.Body); break;
            case MetadataRecord<PartitionRecord> partition: _topics.Put(partition.Body); break;
            case MetadataRecord<PartitionChangeRecord> change: _topics.Change(change.Body); break;
            case MetadataRecord<ClearElrRecord> clear: _topics.ClearElr(clear.Body.TopicName); break;
            case MetadataRecord<RemoveTopicRecord> topic: RemoveTopic(topic.Body.TopicId); break;
            case MetadataRecord<ConfigRecord> config: _configurations.Set(config.Body); break;
            case MetadataRecord<ClientQuotaRecord> quota: _clientQuotas.Set(quota.Body); break;
            case MetadataRecord<FeatureLevelRecord> feature: SetFeature(feature.Body); break;
            case MetadataRecord<ProducerIdsRecord> { Body: var ids }:
                _producerIds = new ProducerIdsImage(ids.BrokerId, new BrokerEpoch(ids.BrokerEpoch), ids.NextProducerId);
                break;
            default: ReplayRegistration(record); break;
        }
    }

    /// <summary>The image after the records.</summary>
    /// <param name="lastOffset">The offset of the last record.</param>
    /// <param name="lastEpoch">The quorum's epoch of the last record.</param>
    public MetadataChange Finish(long lastOffset, int lastEpoch)
    {
        var topics = new List<TopicChange>();
        var configs = new List<ConfigResource>();
        var after = new MetadataImage
        {
            LastOffset = lastOffset,
            LastEpoch = lastEpoch,
            Topics = _topics.Finish(topics),
            Configurations = _configurations.Finish(configs),
            Cluster = _cluster.Finish(),
            Features = ReferenceEquals(_levels, before.Features.Levels) ? before.Features : new FeaturesImage(_levels),
            ProducerIds = _producerIds,
            ClientQuotas = _clientQuotas.Finish(),
            Uninterpreted = _uninterpreted.Finish(),
        };
        return new MetadataChange(before, after, topics, configs);
    }

    private void ReplayRegistration(IMetadataRecord record)
    {
        switch (record)
        {
            case MetadataRecord<RegisterBrokerRecord> broker: _cluster.Register(broker.Body); break;
            case MetadataRecord<UnregisterBrokerRecord> broker: _cluster.Unregister(broker.Body); break;
            case MetadataRecord<FenceBrokerRecord> broker: _cluster.SetFenced(broker.Body.Id, isFenced: true); break;
            case MetadataRecord<UnfenceBrokerRecord> broker: _cluster.SetFenced(broker.Body.Id, isFenced: false); break;
            case MetadataRecord<BrokerRegistrationChangeRecord> change: _cluster.Change(change.Body); break;
            case MetadataRecord<RegisterControllerRecord> controller: _cluster.Register(controller.Body); break;
            case MetadataRecord<UnregisterControllerRecord> controller: _cluster.Unregister(controller.Body); break;
            default: _uninterpreted.Replay(record); break;
        }
    }

    private void RemoveTopic(Uuid topicId)
    {
        if (_topics.Remove(topicId) is { } name) _configurations.RemoveTopic(name);
    }

    private void SetFeature(in FeatureLevelRecord record)
    {
        // Some versions of Apache Kafka wrote such a record by mistake (KAFKA-18979).
        if (record.Name == FeaturesImage.KRaftVersionName) return;
        _levels = record.FeatureLevel == 0
            ? _levels.Remove(record.Name)
            : _levels.SetItem(record.Name, record.FeatureLevel);
    }
}
