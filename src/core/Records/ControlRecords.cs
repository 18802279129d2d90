using System.Buffers.Binary;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Writes and recognises control batches: transaction markers, and the quorum's own records.</summary>
/// <remarks>A control record's key is its version, 0, and its type, 16 bits each.</remarks>
public static class ControlRecords
{
    private const short KeyVersion = 0;
    private const int KeyByteCount = 2 * sizeof(short);

    /// <summary>The type in a control record's key; false if it is no such key, Unknown for a type of the future.</summary>
    public static bool TryReadType(ReadOnlySpan<byte> key, out ControlRecordType type)
    {
        type = ControlRecordType.Unknown;
        if (key.Length < KeyByteCount || BinaryPrimitives.ReadInt16BigEndian(key) < KeyVersion) return false;
        var id = BinaryPrimitives.ReadInt16BigEndian(key[sizeof(short)..]);
        if (id is >= 0 and <= (short)ControlRecordType.KRaftVoters) type = (ControlRecordType)id;
        return true;
    }

    /// <summary>The type of a control batch: its first record's. Control batches are never compressed.</summary>
    public static bool TryReadType(RecordBatch batch, out ControlRecordType type)
    {
        type = ControlRecordType.Unknown;
        return batch.IsControl && new RecordReader(batch).TryRead(out var record) && TryReadType(record.Key, out type);
    }

    /// <summary>Reads the marker that ends a transaction; false for any other batch.</summary>
    public static bool TryReadEndTransaction(RecordBatch batch, out ControlRecordType type, out EndTransactionMarker marker)
    {
        type = ControlRecordType.Unknown;
        marker = default;
        return batch.IsControl
            && new RecordReader(batch).TryRead(out var record)
            && TryReadType(record.Key, out type)
            && type is ControlRecordType.Abort or ControlRecordType.Commit
            && EndTransactionMarker.TryRead(record.Value, out marker);
    }

    /// <summary>Appends the batch that ends a transaction on a partition.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <returns>The batch's size in bytes.</returns>
    public static int WriteEndTransaction(
        RecordBatchBuilder builder, FrameBuffer target, bool isCommit, EndTransactionMarker marker,
        long producerId, ProducerEpoch producerEpoch, long now)
    {
        builder.Start(new RecordBatchOptions
        {
            ProducerId = producerId,
            ProducerEpoch = producerEpoch,
            IsTransactional = true,
            IsControl = true,
        });
        Span<byte> value = stackalloc byte[EndTransactionMarker.ByteCount];
        marker.CopyTo(value);
        Append(builder, isCommit ? ControlRecordType.Commit : ControlRecordType.Abort, now, value);
        return builder.Build(target);
    }

    /// <summary>Adds a control record to a batch that was started with <see cref="RecordBatchOptions.IsControl"/>.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="value">In the schema of its type; those of the quorum have no version in front.</param>
    public static void Append(RecordBatchBuilder builder, ControlRecordType type, long now, ReadOnlySpan<byte> value)
    {
        Span<byte> key = stackalloc byte[KeyByteCount];
        BinaryPrimitives.WriteInt16BigEndian(key, KeyVersion);
        BinaryPrimitives.WriteInt16BigEndian(key[sizeof(short)..], (short)type);
        builder.Append(now, key, value);
    }
}
