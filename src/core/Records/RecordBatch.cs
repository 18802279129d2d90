using System.Buffers.Binary;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>A view of one whole record batch of magic 2; nothing is copied, and the CRC is not checked by reading.</summary>
/// <remarks>Source: Kafka's "Record Batch" format.</remarks>
public readonly ref struct RecordBatch
{
    private RecordBatch(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>All bytes of the batch, header included.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public long BaseOffset => ReadInt64(RecordBatchFormat.BaseOffsetAt);

    /// <summary>Bytes after the length field.</summary>
    public int BatchLength => ReadInt32(RecordBatchFormat.BatchLengthAt);

    /// <summary>Bytes of the whole batch.</summary>
    public int SizeBytes => Bytes.Length;

    public LeaderEpoch PartitionLeaderEpoch => new(ReadInt32(RecordBatchFormat.PartitionLeaderEpochAt));
    public sbyte Magic => (sbyte)Bytes[RecordBatchFormat.MagicAt];

    /// <summary>CRC-32C from the attributes to the end of the batch, as stored.</summary>
    public uint Crc => (uint)ReadInt32(RecordBatchFormat.CrcAt);

    public bool IsCrcValid => Crc == ComputeCrc();
    public short Attributes => ReadInt16(RecordBatchFormat.AttributesAt);
    public CompressionCodec Codec => (CompressionCodec)(Attributes & RecordBatchFormat.CodecMask);

    /// <summary>Whether <see cref="Codec"/> is one of the five that exist.</summary>
    public bool IsCodecKnown => Codec <= CompressionCodec.Zstd;

    public TimestampType TimestampType => (TimestampType)((Attributes & RecordBatchFormat.TimestampTypeMask) >> 3);
    public bool IsTransactional => (Attributes & RecordBatchFormat.TransactionalMask) != 0;
    public bool IsControl => (Attributes & RecordBatchFormat.ControlMask) != 0;

    /// <summary>Whether <see cref="BaseTimestamp"/> is the time after which tombstones may go.</summary>
    public bool HasDeleteHorizon => (Attributes & RecordBatchFormat.DeleteHorizonMask) != 0;

    /// <summary>Last offset minus base offset; compaction keeps it, so it may exceed the record count.</summary>
    public int LastOffsetDelta => ReadInt32(RecordBatchFormat.LastOffsetDeltaAt);

    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The offset that follows the batch.</summary>
    public long NextOffset => LastOffset + 1;

    /// <summary>Milliseconds since 1970 to which record timestamps are relative.</summary>
    public long BaseTimestamp => ReadInt64(RecordBatchFormat.BaseTimestampAt);

    /// <summary>Milliseconds since 1970; -1 without records.</summary>
    public long MaxTimestamp => ReadInt64(RecordBatchFormat.MaxTimestampAt);

    /// <summary>-1 without a producer.</summary>
    public long ProducerId => ReadInt64(RecordBatchFormat.ProducerIdAt);

    public bool HasProducerId => ProducerId >= 0;
    public ProducerEpoch ProducerEpoch => new(ReadInt16(RecordBatchFormat.ProducerEpochAt));

    /// <summary>-1 without a sequence.</summary>
    public int BaseSequence => ReadInt32(RecordBatchFormat.BaseSequenceAt);

    /// <summary>The last record's sequence, wrapped at int.MaxValue; -1 without a sequence.</summary>
    public int LastSequence => BaseSequence < 0
        ? RecordBatchFormat.NoSequence
        : RecordBatchFormat.AddSequence(BaseSequence, LastOffsetDelta);

    public int RecordCount => ReadInt32(RecordBatchFormat.RecordCountAt);

    /// <summary>The records as stored: compressed unless <see cref="Codec"/> is None.</summary>
    public ReadOnlySpan<byte> Payload => Bytes[RecordBatchFormat.RecordsAt..];

    /// <summary>The CRC-32C that the bytes from the attributes on have now.</summary>
    public uint ComputeCrc() => Crc32C.Compute(Bytes[RecordBatchFormat.AttributesAt..]);

    /// <summary>Reads the batch at the start of <paramref name="bytes"/>; more may follow it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordBatch batch) => TryRead(bytes, out batch, out _);

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out RecordBatch)"/>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordBatch batch, out RecordBatchError error)
    {
        error = RecordBatchHeader.Check(bytes);
        batch = default;
        if (error != RecordBatchError.None) return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[RecordBatchFormat.BatchLengthAt..]);
        var sizeBytes = RecordBatchFormat.LengthOverheadByteCount + length;
        if (sizeBytes > bytes.Length)
        {
            error = RecordBatchError.Truncated;
            return false;
        }

        batch = new(bytes[..sizeBytes]);
        return true;
    }

    private short ReadInt16(int at) => BinaryPrimitives.ReadInt16BigEndian(Bytes[at..]);
    private int ReadInt32(int at) => BinaryPrimitives.ReadInt32BigEndian(Bytes[at..]);
    private long ReadInt64(int at) => BinaryPrimitives.ReadInt64BigEndian(Bytes[at..]);
}
