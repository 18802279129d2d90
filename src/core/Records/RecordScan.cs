using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Levada.Records;

/// <summary>Checks records by their lengths alone and gathers what <see cref="BatchWalkResult"/> reports.</summary>
/// <remarks>Keys and values are never touched.</remarks>
internal struct RecordScan(long baseTimestamp)
{
    // Attributes, timestamp delta, offset delta, key length, value length, header count: a byte each at least.
    private const int RecordByteCountMin = 6;

    private long _maxTimestamp = RecordBatchFormat.NoTimestamp;
    private long _minTimestamp = long.MaxValue;
    private int _maxTimestampIndex = -1;
    private int _minTimestampIndex = -1;
    private int _firstNullKeyIndex = -1;
    private int _firstNoTimestampIndex = -1;
    private int _count;

    public BatchWalkError Error { get; private set; }

    /// <summary>Bytes, length prefix included, of the record that the last scan stopped before; 0 if not known yet.</summary>
    public int PartialRecordByteCount { get; private set; }

    public readonly BatchWalkResult ToResult(BatchWalkError error, long uncompressedByteCount) => new()
    {
        Error = error,
        RecordCount = _count,
        FirstNullKeyIndex = _firstNullKeyIndex,
        FirstNoTimestampIndex = _firstNoTimestampIndex,
        MaxTimestamp = _maxTimestamp,
        MaxTimestampOffsetDelta = _maxTimestampIndex,
        MinTimestamp = _minTimestampIndex < 0 ? RecordBatchFormat.NoTimestamp : _minTimestamp,
        MinTimestampOffsetDelta = _minTimestampIndex,
        UncompressedByteCount = uncompressedByteCount,
    };

    /// <summary>Checks all whole records at the start of <paramref name="bytes"/>.</summary>
    /// <returns>The bytes of these records; what follows is part of one, or wrong if <see cref="Error"/> says so.</returns>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var at = 0;
        var index = _count;
        PartialRecordByteCount = 0;
        while (at < bytes.Length)
        {
            var length = ReadVarint(ref first, at, bytes.Length, out var body);
            var end = body + length;
            if (body > bytes.Length || length < RecordByteCountMin || end > bytes.Length || end < 0)
            {
                StopBefore(bytes.Length - at, length, body - at);
                break;
            }

            var error = ScanBody(ref first, body, end, index);
            if (error != BatchWalkError.None)
            {
                Error = error;
                break;
            }

            index++;
            at = end;
        }

        _count = index;
        return at;
    }

    private void StopBefore(int leftByteCount, int length, int prefixByteCount)
    {
        // A failed read of the prefix claims more bytes than there are; that is no error while the prefix may go on.
        if (prefixByteCount > leftByteCount)
        {
            if (leftByteCount >= Varint.ByteCountMax) Error = BatchWalkError.MalformedRecord;
        }
        else if (length < RecordByteCountMin || length > Array.MaxLength - prefixByteCount)
        {
            Error = BatchWalkError.MalformedRecord;
        }
        else
        {
            PartialRecordByteCount = prefixByteCount + length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BatchWalkError ScanBody(ref byte first, int at, int end, int index)
    {
        if (Unsafe.Add(ref first, at) != 0) return BatchWalkError.RecordAttributes;
        var timestampDelta = ReadVarlong(ref first, at + 1, end, out at);
        var offsetDelta = ReadVarint(ref first, at, end, out at);
        var keyByteCount = ReadVarint(ref first, at, end, out at);
        if (keyByteCount > 0) at = Skip(at, keyByteCount, end);
        else if (keyByteCount < 0) at = NoteNullKey(at, keyByteCount, end, index);
        var valueByteCount = ReadVarint(ref first, at, end, out at);
        at = Skip(at, Math.Max(valueByteCount, 0), end);
        // Most records end in a header count of zero.
        if (at != end - 1 || Unsafe.Add(ref first, at) != 0 || valueByteCount < -1)
            at = valueByteCount < -1 ? end + 1 : SkipHeaders(ref first, at, end);
        else at = end;
        if (at != end) return BatchWalkError.MalformedRecord;
        if (offsetDelta != index) return BatchWalkError.OffsetDelta;
        NoteTimestamp(baseTimestamp + timestampDelta, index);
        return BatchWalkError.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void NoteTimestamp(long timestamp, int index)
    {
        if (timestamp > _maxTimestamp)
        {
            _maxTimestamp = timestamp;
            _maxTimestampIndex = index;
        }

        if (timestamp < _minTimestamp) NoteMinTimestamp(timestamp, index);
    }

    private void NoteMinTimestamp(long timestamp, int index)
    {
        if (timestamp == RecordBatchFormat.NoTimestamp)
        {
            if (_firstNoTimestampIndex < 0) _firstNoTimestampIndex = index;
            return;
        }

        _minTimestamp = timestamp;
        _minTimestampIndex = index;
    }

    private int NoteNullKey(int at, int keyByteCount, int end, int index)
    {
        if (_firstNullKeyIndex < 0) _firstNullKeyIndex = index;
        return keyByteCount == -1 ? at : end + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipHeaders(ref byte first, int at, int end)
    {
        var headerCount = ReadVarint(ref first, at, end, out at);
        if (headerCount < 0) return end + 1;
        for (var left = headerCount; left > 0 && at <= end; left--)
        {
            var keyByteCount = ReadVarint(ref first, at, end, out at);
            at = Skip(at, keyByteCount, end);
            var valueByteCount = ReadVarint(ref first, at, end, out at);
            if (valueByteCount != -1) at = Skip(at, valueByteCount, end);
        }

        return at;
    }

    /// <summary>Moves on, or past the end for good where the count is negative or too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Skip(int at, int byteCount, int end) =>
        (uint)byteCount <= (uint)(end - at) && at <= end ? at + byteCount : end + 1;

    /// <summary>Reads a varint before <paramref name="end"/>; a failure moves past it, and every later read fails too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadVarint(ref byte first, int at, int end, out int next)
    {
        if (at + 1 < end)
        {
            uint low = Unsafe.Add(ref first, at);
            if (low < 0x80)
            {
                next = at + 1;
                return (int)(low >> 1) ^ -(int)(low & 1);
            }

            uint high = Unsafe.Add(ref first, at + 1);
            if (high < 0x80)
            {
                next = at + 2;
                low = (low & 0x7f) | (high << 7);
                return (int)(low >> 1) ^ -(int)(low & 1);
            }
        }

        return ReadLongVarint(ref first, at, end, out next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadVarlong(ref byte first, int at, int end, out int next)
    {
        if (at < end)
        {
            uint low = Unsafe.Add(ref first, at);
            if (low < 0x80)
            {
                next = at + 1;
                return (int)(low >> 1) ^ -(int)(low & 1);
            }
        }

        return ReadLongVarlong(ref first, at, end, out next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadLongVarint(ref byte first, int at, int end, out int next)
    {
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, at), Math.Max(end - at, 0));
        var value = Varint.Read(rest, out var byteCount);
        next = byteCount == 0 ? end + 1 : at + byteCount;
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long ReadLongVarlong(ref byte first, int at, int end, out int next)
    {
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, at), Math.Max(end - at, 0));
        var value = Varint.ReadLong(rest, out var byteCount);
        next = byteCount == 0 ? end + 1 : at + byteCount;
        return value;
    }
}
