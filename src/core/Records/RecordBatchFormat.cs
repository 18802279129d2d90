namespace Levada.Records;

/// <summary>Where the fields of a record batch of magic 2 lie. Offsets and sizes are bytes from the batch's start.</summary>
/// <remarks>Source: Kafka's "Record Batch" format; big-endian throughout.</remarks>
public static class RecordBatchFormat
{
    public const int BaseOffsetAt = 0;
    public const int BatchLengthAt = 8;
    public const int PartitionLeaderEpochAt = 12;
    public const int MagicAt = 16;
    public const int CrcAt = 17;
    public const int AttributesAt = 21;
    public const int LastOffsetDeltaAt = 23;
    public const int BaseTimestampAt = 27;
    public const int MaxTimestampAt = 35;
    public const int ProducerIdAt = 43;
    public const int ProducerEpochAt = 51;
    public const int BaseSequenceAt = 53;
    public const int RecordCountAt = 57;
    public const int RecordsAt = 61;

    /// <summary>Bytes in front of the records.</summary>
    public const int HeaderByteCount = RecordsAt;

    /// <summary>Bytes in front of what the batch length counts: the base offset and the length itself.</summary>
    public const int LengthOverheadByteCount = 12;

    /// <summary>The smallest batch length: a batch without records.</summary>
    public const int BatchLengthMin = HeaderByteCount - LengthOverheadByteCount;

    /// <summary>The only magic that is stored.</summary>
    public const sbyte Magic = 2;

    /// <summary>The timestamp of a record that has none.</summary>
    public const long NoTimestamp = -1;

    /// <summary>The producer id of a batch that has none.</summary>
    public const long NoProducerId = -1;

    /// <summary>The base sequence of a batch that has none.</summary>
    public const int NoSequence = -1;

    public const short CodecMask = 0x07;
    public const short TimestampTypeMask = 0x08;
    public const short TransactionalMask = 0x10;
    public const short ControlMask = 0x20;
    public const short DeleteHorizonMask = 0x40;

    /// <summary>The sequence <paramref name="delta"/> records after <paramref name="sequence"/>; wraps from int.MaxValue to 0.</summary>
    public static int AddSequence(int sequence, int delta) =>
        sequence > int.MaxValue - delta ? delta - (int.MaxValue - sequence) - 1 : sequence + delta;
}
