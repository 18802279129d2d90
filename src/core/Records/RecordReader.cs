namespace Levada.Records;

/// <summary>Reads the records of one uncompressed payload in place; a malformed one sets <see cref="Failed"/>.</summary>
/// <remarks>
/// A failure ends the reading. Decompress first with <see cref="Compression"/> where the batch says so.
/// Source: Kafka's "Record" format of magic 2.
/// </remarks>
public ref struct RecordReader
{
    private readonly long _baseOffset;
    private readonly long _baseTimestamp;
    private readonly long _appendTimestamp;
    private readonly bool _isAppendTime;
    private PayloadCursor _cursor;
    private int _leftCount;

    /// <param name="batch">Whose records they are.</param>
    /// <param name="payload">The records without compression.</param>
    public RecordReader(RecordBatch batch, ReadOnlySpan<byte> payload)
    {
        _baseOffset = batch.BaseOffset;
        _baseTimestamp = batch.BaseTimestamp;
        _appendTimestamp = batch.MaxTimestamp;
        _isAppendTime = batch.TimestampType == TimestampType.LogAppendTime;
        _cursor = new(payload);
        _leftCount = batch.RecordCount;
    }

    /// <summary>For a batch whose codec is None.</summary>
    public RecordReader(RecordBatch batch) : this(batch, batch.Payload)
    {
        if (batch.Codec != CompressionCodec.None) _cursor.Fail();
    }

    /// <summary>Whether the payload broke the format, or did not hold as many records as the batch says.</summary>
    public readonly bool Failed => _cursor.Failed;

    public Record Current { get; private set; }

    public readonly RecordReader GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!TryRead(out var record)) return false;
        Current = record;
        return true;
    }

    /// <summary>The next record; false at the end and after a failure.</summary>
    public bool TryRead(out Record record)
    {
        record = default;
        if (_leftCount <= 0)
        {
            if (!_cursor.IsAtEnd || _leftCount < 0) _cursor.Fail();
            return false;
        }

        _leftCount--;
        var body = new PayloadCursor(_cursor.Take(_cursor.ReadVarint()));
        if (_cursor.Failed || !TryReadBody(ref body, out record)) _cursor.Fail();
        return !_cursor.Failed;
    }

    private readonly bool TryReadBody(scoped ref PayloadCursor body, out Record record)
    {
        body.ReadByte();
        var timestampDelta = body.ReadVarlong();
        var offsetDelta = body.ReadVarint();
        var key = body.TakeNullable(out var isKeyNull);
        var value = body.TakeNullable(out var isValueNull);
        var headerCount = body.ReadVarint();
        var headers = body.Rest;
        if (headerCount < 0) body.Fail();
        for (var left = headerCount; left > 0 && !body.Failed; left--)
        {
            body.Take(body.ReadVarint());
            body.TakeNullable(out _);
        }

        record = new(
            offsetDelta,
            _baseOffset + offsetDelta,
            _isAppendTime ? _appendTimestamp : _baseTimestamp + timestampDelta,
            isKeyNull ? NullableBytes.Null : new NullableBytes(key),
            isValueNull ? NullableBytes.Null : new NullableBytes(value),
            headerCount,
            headers);
        return !body.Failed && body.IsAtEnd;
    }
}
