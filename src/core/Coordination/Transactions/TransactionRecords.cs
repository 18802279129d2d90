using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Transactions;

/// <summary>Encodes and reads the records of <c>__transaction_state</c>.</summary>
internal static class TransactionRecords
{
    /// <summary>The record type of a transactional id.</summary>
    public const short Type = 0;

    /// <summary>The first version of values that holds more than the oldest brokers read; from transaction.version 1 on.</summary>
    public const short FlexibleVersion = 1;

    public static CoordinatorRecord Of(string transactionalId, TransactionMetadata metadata, short valueVersion)
    {
        var isFlexible = valueVersion >= FlexibleVersion;
        var value = new TransactionLogValue
        {
            ProducerId = metadata.ProducerId,
            PreviousProducerId = isFlexible ? metadata.PreviousProducerId : -1,
            NextProducerId = isFlexible ? metadata.NextProducerId : -1,
            ProducerEpoch = metadata.Epoch.Value,
            NextProducerEpoch = -1,
            TransactionTimeoutMs = metadata.TimeoutMs,
            TransactionStatus = (sbyte)metadata.State,
            TransactionPartitions = metadata.State == TransactionState.Empty ? null : ToTopics(metadata.Partitions),
            TransactionLastUpdateTimestampMs = metadata.LastUpdateMs,
            TransactionStartTimestampMs = metadata.StartMs,
            ClientTransactionVersion = isFlexible ? metadata.ClientVersion : (short)0,
        };
        return new(KeyOf(transactionalId), RecordCodec.Encode(value, valueVersion, valueVersion));
    }

    public static CoordinatorRecord Tombstone(string transactionalId) => new(KeyOf(transactionalId), null);

    /// <summary>Reads a value; null where it is malformed, or of a version or state we do not know.</summary>
    public static TransactionMetadata? Read(ReadOnlySpan<byte> bytes)
    {
        if (RecordCodec.DecodeValue<TransactionLogValue>(bytes) is not { } value
            || value.TransactionStatus is < (sbyte)TransactionState.Empty or > (sbyte)TransactionState.CompleteAbort) return null;
        return new TransactionMetadata
        {
            ProducerId = value.ProducerId,
            PreviousProducerId = value.PreviousProducerId,
            NextProducerId = value.NextProducerId,
            Epoch = new ProducerEpoch(value.ProducerEpoch),
            TimeoutMs = value.TransactionTimeoutMs,
            State = (TransactionState)value.TransactionStatus,
            Partitions = TransactionMetadata.SetOf(
                (value.TransactionPartitions ?? []).SelectMany(topic => topic.PartitionIds, (topic, id) => new TopicPartition(topic.Topic, id))),
            StartMs = value.TransactionStartTimestampMs,
            LastUpdateMs = value.TransactionLastUpdateTimestampMs,
            ClientVersion = value.ClientTransactionVersion,
        };
    }

    private static byte[] KeyOf(string transactionalId) =>
        RecordCodec.Encode(new TransactionLogKey { TransactionalId = transactionalId }, 0, Type);

    private static TransactionLogValue.PartitionsSchema[] ToTopics(IEnumerable<TopicPartition> partitions) =>
    [
        .. partitions.GroupBy(partition => partition.Topic, StringComparer.Ordinal).Select(topic => new TransactionLogValue.PartitionsSchema
        {
            Topic = topic.Key, PartitionIds = [.. topic.Select(partition => partition.Partition)],
        }),
    ];
}
