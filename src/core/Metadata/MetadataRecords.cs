using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata;

/// <summary>The closed set of metadata records: making and reading them.</summary>
public static class MetadataRecords
{
    /// <summary>A record in the newest version of its type.</summary>
    public static IMetadataRecord Of(TopicRecord body) => Wrap(TopicRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(RemoveTopicRecord body) => Wrap(RemoveTopicRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(ConfigRecord body) => Wrap(ConfigRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(FeatureLevelRecord body) => Wrap(FeatureLevelRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(ProducerIdsRecord body) => Wrap(ProducerIdsRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(UnregisterBrokerRecord body) => Wrap(UnregisterBrokerRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(RegisterControllerRecord body) => Wrap(RegisterControllerRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(UnfenceBrokerRecord body) => Wrap(UnfenceBrokerRecord.RecordType, body);

    /// <inheritdoc cref="Of(TopicRecord)"/>
    public static IMetadataRecord Of(ClientQuotaRecord body) => Wrap(ClientQuotaRecord.RecordType, body);

    /// <summary>A record in the version that a metadata.version writes.</summary>
    /// <param name="metadataVersion">The finalized level; see <see cref="MetadataVersions"/>.</param>
    public static IMetadataRecord Of(PartitionRecord body, short metadataVersion) =>
        new MetadataRecord<PartitionRecord>(PartitionRecord.RecordType, MetadataVersions.Partition(metadataVersion), body);

    /// <inheritdoc cref="Of(PartitionRecord, short)"/>
    public static IMetadataRecord Of(PartitionChangeRecord body, short metadataVersion) =>
        new MetadataRecord<PartitionChangeRecord>(
            PartitionChangeRecord.RecordType, MetadataVersions.Partition(metadataVersion), body);

    /// <inheritdoc cref="Of(PartitionRecord, short)"/>
    public static IMetadataRecord Of(RegisterBrokerRecord body, short metadataVersion) =>
        new MetadataRecord<RegisterBrokerRecord>(
            RegisterBrokerRecord.RecordType, MetadataVersions.RegisterBroker(metadataVersion), body);

    /// <inheritdoc cref="Of(PartitionRecord, short)"/>
    public static IMetadataRecord Of(BrokerRegistrationChangeRecord body, short metadataVersion) =>
        new MetadataRecord<BrokerRegistrationChangeRecord>(
            BrokerRegistrationChangeRecord.RecordType, MetadataVersions.BrokerRegistrationChange(metadataVersion), body);

    /// <summary>Reads the body of one record; null for a type or version that is not known.</summary>
    public static IMetadataRecord? Read(short apiKey, short version, ref WireReader reader) => apiKey switch
    {
        AbortTransactionRecord.RecordType => Read<AbortTransactionRecord>(apiKey, version, ref reader),
        AccessControlEntryRecord.RecordType => Read<AccessControlEntryRecord>(apiKey, version, ref reader),
        BeginTransactionRecord.RecordType => Read<BeginTransactionRecord>(apiKey, version, ref reader),
        BrokerRegistrationChangeRecord.RecordType => Read<BrokerRegistrationChangeRecord>(apiKey, version, ref reader),
        ClearElrRecord.RecordType => Read<ClearElrRecord>(apiKey, version, ref reader),
        ClientQuotaRecord.RecordType => Read<ClientQuotaRecord>(apiKey, version, ref reader),
        ConfigRecord.RecordType => Read<ConfigRecord>(apiKey, version, ref reader),
        DelegationTokenRecord.RecordType => Read<DelegationTokenRecord>(apiKey, version, ref reader),
        EndTransactionRecord.RecordType => Read<EndTransactionRecord>(apiKey, version, ref reader),
        FeatureLevelRecord.RecordType => Read<FeatureLevelRecord>(apiKey, version, ref reader),
        FenceBrokerRecord.RecordType => Read<FenceBrokerRecord>(apiKey, version, ref reader),
        NoOpRecord.RecordType => Read<NoOpRecord>(apiKey, version, ref reader),
        PartitionChangeRecord.RecordType => Read<PartitionChangeRecord>(apiKey, version, ref reader),
        PartitionRecord.RecordType => Read<PartitionRecord>(apiKey, version, ref reader),
        ProducerIdsRecord.RecordType => Read<ProducerIdsRecord>(apiKey, version, ref reader),
        RegisterBrokerRecord.RecordType => Read<RegisterBrokerRecord>(apiKey, version, ref reader),
        RegisterControllerRecord.RecordType => Read<RegisterControllerRecord>(apiKey, version, ref reader),
        RemoveAccessControlEntryRecord.RecordType => Read<RemoveAccessControlEntryRecord>(apiKey, version, ref reader),
        RemoveDelegationTokenRecord.RecordType => Read<RemoveDelegationTokenRecord>(apiKey, version, ref reader),
        RemoveTopicRecord.RecordType => Read<RemoveTopicRecord>(apiKey, version, ref reader),
        RemoveUserScramCredentialRecord.RecordType => Read<RemoveUserScramCredentialRecord>(apiKey, version, ref reader),
        TopicRecord.RecordType => Read<TopicRecord>(apiKey, version, ref reader),
        UnfenceBrokerRecord.RecordType => Read<UnfenceBrokerRecord>(apiKey, version, ref reader),
        UnregisterBrokerRecord.RecordType => Read<UnregisterBrokerRecord>(apiKey, version, ref reader),
        UnregisterControllerRecord.RecordType => Read<UnregisterControllerRecord>(apiKey, version, ref reader),
        UserScramCredentialRecord.RecordType => Read<UserScramCredentialRecord>(apiKey, version, ref reader),
        ZkMigrationStateRecord.RecordType => Read<ZkMigrationStateRecord>(apiKey, version, ref reader),
        _ => null,
    };

    private static MetadataRecord<TBody>? Read<TBody>(short apiKey, short version, ref WireReader reader)
        where TBody : struct, IWireMessage<TBody> =>
        version < TBody.LowestVersion || version > TBody.HighestVersion
            ? null
            : new MetadataRecord<TBody>(apiKey, version, TBody.Read(ref reader, version));

    private static MetadataRecord<TBody> Wrap<TBody>(short apiKey, TBody body) where TBody : struct, IWireMessage<TBody> =>
        new(apiKey, TBody.HighestVersion, body);
}
