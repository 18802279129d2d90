using Levada.Protocol;

namespace Levada.Records;

/// <summary>What a batch to be built says in its header. Use <c>new RecordBatchOptions { ... }</c>, never default.</summary>
public readonly record struct RecordBatchOptions
{
    public RecordBatchOptions()
    {
    }

    public long BaseOffset { get; init; }
    public LeaderEpoch PartitionLeaderEpoch { get; init; } = LeaderEpoch.None;
    public CompressionCodec Codec { get; init; }

    /// <summary>The codec's level; null for its default.</summary>
    public int? CompressionLevel { get; init; }

    public TimestampType TimestampType { get; init; }
    public long ProducerId { get; init; } = RecordBatchFormat.NoProducerId;
    public ProducerEpoch ProducerEpoch { get; init; } = ProducerEpoch.None;
    public int BaseSequence { get; init; } = RecordBatchFormat.NoSequence;
    public bool IsTransactional { get; init; }
    public bool IsControl { get; init; }

    /// <summary>Milliseconds since 1970 after which compaction may drop the batch's tombstones; null for none.</summary>
    public long? DeleteHorizonTimestamp { get; init; }

    internal short Attributes => (short)(
        (int)Codec
        | ((int)TimestampType << 3)
        | (IsTransactional ? RecordBatchFormat.TransactionalMask : 0)
        | (IsControl ? RecordBatchFormat.ControlMask : 0)
        | (DeleteHorizonTimestamp is null ? 0 : RecordBatchFormat.DeleteHorizonMask));
}
