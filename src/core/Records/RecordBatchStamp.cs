using System.Buffers.Binary;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Changes the fields of a batch that a broker may set, in place, in the bytes of one whole batch.</summary>
public static class RecordBatchStamp
{
    /// <summary>Outside the CRC.</summary>
    public static void SetBaseOffset(Span<byte> batch, long baseOffset) =>
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.BaseOffsetAt..], baseOffset);

    /// <summary>Moves the base offset so that the last record gets <paramref name="lastOffset"/>; outside the CRC.</summary>
    public static void SetLastOffset(Span<byte> batch, long lastOffset) =>
        SetBaseOffset(batch, lastOffset - BinaryPrimitives.ReadInt32BigEndian(batch[RecordBatchFormat.LastOffsetDeltaAt..]));

    /// <summary>Outside the CRC.</summary>
    public static void SetLeaderEpoch(Span<byte> batch, LeaderEpoch epoch) =>
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.PartitionLeaderEpochAt..], epoch.Value);

    /// <summary>Sets who stamped the batch and its max timestamp, and renews the CRC if that changed anything.</summary>
    /// <param name="maxTimestamp">Milliseconds since 1970.</param>
    public static void SetMaxTimestamp(Span<byte> batch, TimestampType type, long maxTimestamp)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[RecordBatchFormat.AttributesAt..]);
        var stamped = (short)((attributes & ~RecordBatchFormat.TimestampTypeMask) | ((int)type << 3));
        if (stamped == attributes && BinaryPrimitives.ReadInt64BigEndian(batch[RecordBatchFormat.MaxTimestampAt..]) == maxTimestamp)
            return;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.AttributesAt..], stamped);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.MaxTimestampAt..], maxTimestamp);
        RenewCrc(batch);
    }

    /// <summary>Makes the batch one of LogAppendTime; record timestamps stay as they are and no longer count.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    public static void SetLogAppendTime(Span<byte> batch, long now) =>
        SetMaxTimestamp(batch, TimestampType.LogAppendTime, now);

    /// <summary>Sets the producer's identity and renews the CRC.</summary>
    public static void SetProducer(Span<byte> batch, long producerId, ProducerEpoch epoch, int baseSequence)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.ProducerIdAt..], producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.ProducerEpochAt..], epoch.Value);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.BaseSequenceAt..], baseSequence);
        RenewCrc(batch);
    }

    /// <summary>Stores the CRC-32C that the bytes have now.</summary>
    public static void RenewCrc(Span<byte> batch) =>
        BinaryPrimitives.WriteUInt32BigEndian(
            batch[RecordBatchFormat.CrcAt..], Crc32C.Compute(batch[RecordBatchFormat.AttributesAt..]));
}
