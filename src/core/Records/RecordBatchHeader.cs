using System.Buffers.Binary;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>The header of one batch of magic 2, copied out of its first 61 bytes: enough to scan a log by.</summary>
public readonly struct RecordBatchHeader
{
    private RecordBatchHeader(ReadOnlySpan<byte> header)
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(header);
        BatchLength = BinaryPrimitives.ReadInt32BigEndian(header[RecordBatchFormat.BatchLengthAt..]);
        PartitionLeaderEpoch = new(BinaryPrimitives.ReadInt32BigEndian(header[RecordBatchFormat.PartitionLeaderEpochAt..]));
        Crc = BinaryPrimitives.ReadUInt32BigEndian(header[RecordBatchFormat.CrcAt..]);
        Attributes = BinaryPrimitives.ReadInt16BigEndian(header[RecordBatchFormat.AttributesAt..]);
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(header[RecordBatchFormat.LastOffsetDeltaAt..]);
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(header[RecordBatchFormat.BaseTimestampAt..]);
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(header[RecordBatchFormat.MaxTimestampAt..]);
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(header[RecordBatchFormat.ProducerIdAt..]);
        ProducerEpoch = new(BinaryPrimitives.ReadInt16BigEndian(header[RecordBatchFormat.ProducerEpochAt..]));
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(header[RecordBatchFormat.BaseSequenceAt..]);
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(header[RecordBatchFormat.RecordCountAt..]);
    }

    public long BaseOffset { get; }

    /// <summary>Bytes after the length field.</summary>
    public int BatchLength { get; }

    /// <summary>Bytes of the whole batch.</summary>
    public int SizeBytes => RecordBatchFormat.LengthOverheadByteCount + BatchLength;

    public LeaderEpoch PartitionLeaderEpoch { get; }

    /// <summary>CRC-32C from the attributes to the end of the batch, as stored.</summary>
    public uint Crc { get; }

    public short Attributes { get; }
    public CompressionCodec Codec => (CompressionCodec)(Attributes & RecordBatchFormat.CodecMask);

    /// <summary>Whether <see cref="Codec"/> is one of the five that exist.</summary>
    public bool IsCodecKnown => Codec <= CompressionCodec.Zstd;

    public TimestampType TimestampType => (TimestampType)((Attributes & RecordBatchFormat.TimestampTypeMask) >> 3);
    public bool IsTransactional => (Attributes & RecordBatchFormat.TransactionalMask) != 0;
    public bool IsControl => (Attributes & RecordBatchFormat.ControlMask) != 0;

    /// <summary>Whether <see cref="BaseTimestamp"/> is the time after which tombstones may go.</summary>
    public bool HasDeleteHorizon => (Attributes & RecordBatchFormat.DeleteHorizonMask) != 0;

    /// <summary>Last offset minus base offset; compaction keeps it, so it may exceed the record count.</summary>
    public int LastOffsetDelta { get; }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The offset that follows the batch.</summary>
    public long NextOffset => LastOffset + 1;

    /// <summary>Milliseconds since 1970 to which record timestamps are relative.</summary>
    public long BaseTimestamp { get; }

    /// <summary>Milliseconds since 1970; -1 without records.</summary>
    public long MaxTimestamp { get; }

    /// <summary>-1 without a producer.</summary>
    public long ProducerId { get; }

    public bool HasProducerId => ProducerId >= 0;
    public ProducerEpoch ProducerEpoch { get; }

    /// <summary>-1 without a sequence.</summary>
    public int BaseSequence { get; }

    /// <summary>The last record's sequence, wrapped at int.MaxValue; -1 without a sequence.</summary>
    public int LastSequence => BaseSequence < 0
        ? RecordBatchFormat.NoSequence
        : RecordBatchFormat.AddSequence(BaseSequence, LastOffsetDelta);

    public int RecordCount { get; }

    /// <summary>Reads a header; the records need not be there.</summary>
    /// <param name="bytes">At least the first 61 bytes of a batch.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordBatchHeader header) => TryRead(bytes, out header, out _);

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out RecordBatchHeader)"/>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordBatchHeader header, out RecordBatchError error)
    {
        error = Check(bytes);
        header = error == RecordBatchError.None ? new(bytes) : default;
        return error == RecordBatchError.None;
    }

    internal static RecordBatchError Check(ReadOnlySpan<byte> bytes)
    {
        // Old messages may be shorter than this header: the magic is looked at first.
        if (bytes.Length <= RecordBatchFormat.MagicAt) return RecordBatchError.Truncated;
        var magic = (sbyte)bytes[RecordBatchFormat.MagicAt];
        if (magic is 0 or 1) return RecordBatchError.ObsoleteMagic;
        if (magic != RecordBatchFormat.Magic) return RecordBatchError.UnknownMagic;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[RecordBatchFormat.BatchLengthAt..]);
        if (length < RecordBatchFormat.BatchLengthMin || length > Array.MaxLength - RecordBatchFormat.LengthOverheadByteCount)
            return RecordBatchError.InvalidLength;
        return bytes.Length < RecordBatchFormat.HeaderByteCount ? RecordBatchError.Truncated : RecordBatchError.None;
    }
}
