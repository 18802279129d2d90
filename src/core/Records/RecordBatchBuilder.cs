using System.Buffers.Binary;
using System.Text;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Collects records and writes them as one batch; reused from batch to batch.</summary>
/// <remarks>Not safe for concurrent use. <see cref="Release"/> gives the memory back.</remarks>
public sealed class RecordBatchBuilder
{
    // Attributes, three varints in front of the key, and the value's length and header count.
    private const int FixedByteCountMax = 1 + Varint.LongByteCountMax + (4 * Varint.ByteCountMax);

    private readonly FrameBuffer _records = new();
    private RecordBatchOptions _options = new();
    private long _baseTimestamp;
    private long _maxTimestamp;
    private int _lastOffsetDelta;

    public int RecordCount { get; private set; }

    /// <summary>The batch's size if it were not compressed.</summary>
    public int UncompressedSizeBytes => RecordBatchFormat.HeaderByteCount + _records.Length;

    /// <summary>The offset that the next record gets.</summary>
    public long NextOffset => _options.BaseOffset + _lastOffsetDelta + 1;

    /// <summary>Forgets what was collected and starts a batch.</summary>
    public void Start(in RecordBatchOptions options)
    {
        _options = options;
        _records.Clear();
        _maxTimestamp = RecordBatchFormat.NoTimestamp;
        _baseTimestamp = RecordBatchFormat.NoTimestamp;
        _lastOffsetDelta = -1;
        RecordCount = 0;
    }

    /// <summary>The most bytes that one more record can add before compression.</summary>
    public static int SizeBytesMax(int keyByteCount, int valueByteCount, ReadOnlySpan<RecordHeader> headers)
    {
        var byteCount = Varint.ByteCountMax + FixedByteCountMax + Math.Max(keyByteCount, 0) + Math.Max(valueByteCount, 0);
        foreach (var header in headers)
            byteCount += (2 * Varint.ByteCountMax) + Encoding.UTF8.GetByteCount(header.Key) + (header.Value?.Length ?? 0);
        return byteCount;
    }

    /// <summary>The most bytes that a copy of a record with further headers can add before compression.</summary>
    public static int SizeBytesMax(Record record, ReadOnlySpan<RecordHeader> furtherHeaders) =>
        SizeBytesMax(record.Key.Length, record.Value.Length, furtherHeaders) + record.HeaderBytes.Length;

    /// <summary>Adds a record behind the last.</summary>
    /// <param name="timestamp">Milliseconds since 1970, -1 for none.</param>
    /// <returns>Its offset delta.</returns>
    public int Append(long timestamp, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers = default)
    {
        AppendAt(_lastOffsetDelta + 1, timestamp, key, value, headers);
        return _lastOffsetDelta;
    }

    /// <summary>Adds a record at an offset of its own, as compaction does; offsets must grow.</summary>
    public void AppendAt(
        int offsetDelta, long timestamp, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers = default)
    {
        StartRecord(offsetDelta, timestamp, key, value, HeadersByteCount(headers));
        WriteVarint(headers.Length);
        foreach (var header in headers) WriteHeader(header);
    }

    /// <summary>Adds a copy of a record that was read, headers included, at an offset delta of this batch.</summary>
    public void AppendCopy(int offsetDelta, Record record)
    {
        var headersByteCount = Varint.SizeOf(record.HeaderCount) + record.HeaderBytes.Length;
        StartRecord(offsetDelta, record.Timestamp, record.NullableKey, record.NullableValue, headersByteCount);
        WriteVarint(record.HeaderCount);
        record.HeaderBytes.CopyTo(_records.Append(record.HeaderBytes.Length));
    }

    /// <summary>Adds key, value and headers of a record that was read behind the last record, with further headers behind its own.</summary>
    /// <param name="timestamp">Milliseconds since 1970, -1 for none.</param>
    public void AppendCopy(long timestamp, Record record, ReadOnlySpan<RecordHeader> furtherHeaders)
    {
        var headerCount = record.HeaderCount + furtherHeaders.Length;
        var headersByteCount = Varint.SizeOf(headerCount) + record.HeaderBytes.Length + HeadersByteCount(furtherHeaders) - Varint.SizeOf(furtherHeaders.Length);
        StartRecord(_lastOffsetDelta + 1, timestamp, record.NullableKey, record.NullableValue, headersByteCount);
        WriteVarint(headerCount);
        record.HeaderBytes.CopyTo(_records.Append(record.HeaderBytes.Length));
        foreach (var header in furtherHeaders) WriteHeader(header);
    }

    /// <summary>Appends the batch to <paramref name="target"/>; the builder must be started again for the next one.</summary>
    /// <param name="lastOffsetDelta">What to state where records behind the last one are gone; null for the last record's.</param>
    /// <returns>The batch's size in bytes.</returns>
    public int Build(FrameBuffer target, int? lastOffsetDelta = null)
    {
        var start = target.Length;
        target.Append(RecordBatchFormat.HeaderByteCount);
        Compression.Compress(
            _options.Codec, _options.CompressionLevel ?? Compression.DefaultLevel(_options.Codec), _records.Written, target);
        var batch = target.Written[start..];
        WriteHeader(batch, lastOffsetDelta ?? _lastOffsetDelta);
        RecordBatchStamp.RenewCrc(batch);
        return batch.Length;
    }

    public void Release() => _records.Release();

    private void WriteHeader(Span<byte> batch, int lastOffsetDelta)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, _options.BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(
            batch[RecordBatchFormat.BatchLengthAt..], batch.Length - RecordBatchFormat.LengthOverheadByteCount);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.PartitionLeaderEpochAt..], _options.PartitionLeaderEpoch.Value);
        batch[RecordBatchFormat.MagicAt] = (byte)RecordBatchFormat.Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.AttributesAt..], _options.Attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.LastOffsetDeltaAt..], lastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.BaseTimestampAt..], _baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.MaxTimestampAt..], _maxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.ProducerIdAt..], _options.ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.ProducerEpochAt..], _options.ProducerEpoch.Value);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.BaseSequenceAt..], _options.BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.RecordCountAt..], RecordCount);
    }

    private void StartRecord(int offsetDelta, long timestamp, NullableBytes key, NullableBytes value, int headersByteCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(offsetDelta, _lastOffsetDelta);
        if (RecordCount == 0) _baseTimestamp = _options.DeleteHorizonTimestamp ?? timestamp;
        _lastOffsetDelta = offsetDelta;
        _maxTimestamp = Math.Max(_maxTimestamp, timestamp);
        RecordCount++;
        var timestampDelta = timestamp - _baseTimestamp;
        WriteVarint(checked(1 + Varint.SizeOf(timestampDelta) + Varint.SizeOf(offsetDelta)
            + NullableByteCount(key) + NullableByteCount(value) + headersByteCount));
        _records.Append(1)[0] = 0;
        WriteVarint(timestampDelta);
        WriteVarint(offsetDelta);
        WriteNullable(key);
        WriteNullable(value);
    }

    private static int HeadersByteCount(ReadOnlySpan<RecordHeader> headers)
    {
        var byteCount = Varint.SizeOf(headers.Length);
        foreach (var header in headers)
        {
            var keyByteCount = Encoding.UTF8.GetByteCount(header.Key);
            byteCount = checked(byteCount + Varint.SizeOf(keyByteCount) + keyByteCount + NullableByteCount(header.Value));
        }

        return byteCount;
    }

    private static int NullableByteCount(NullableBytes bytes) =>
        bytes.IsNull ? Varint.SizeOf(-1) : checked(Varint.SizeOf(bytes.Span.Length) + bytes.Span.Length);

    private void WriteHeader(in RecordHeader header)
    {
        var keyByteCount = Encoding.UTF8.GetByteCount(header.Key);
        WriteVarint(keyByteCount);
        Encoding.UTF8.GetBytes(header.Key, _records.Append(keyByteCount));
        WriteNullable(header.Value);
    }

    private void WriteNullable(NullableBytes bytes)
    {
        WriteVarint(bytes.IsNull ? -1 : bytes.Span.Length);
        bytes.Span.CopyTo(_records.Append(bytes.Span.Length));
    }

    private void WriteVarint(long value) => Varint.Write(_records.Append(Varint.SizeOf(value)), value);
}
