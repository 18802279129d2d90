namespace Levada.Records;

/// <summary>One record, seen in place in an uncompressed payload.</summary>
public readonly ref struct Record
{
    internal Record(
        int offsetDelta, long offset, long timestamp, NullableBytes key, NullableBytes value, int headerCount,
        ReadOnlySpan<byte> headers)
    {
        OffsetDelta = offsetDelta;
        Offset = offset;
        Timestamp = timestamp;
        NullableKey = key;
        NullableValue = value;
        HeaderCount = headerCount;
        HeaderBytes = headers;
    }

    public int OffsetDelta { get; }
    public long Offset { get; }

    /// <summary>Milliseconds since 1970, -1 for none; the batch's max timestamp where the broker stamped it.</summary>
    public long Timestamp { get; }

    /// <summary>The key; empty when null.</summary>
    public ReadOnlySpan<byte> Key => NullableKey.Span;

    public bool IsKeyNull => NullableKey.IsNull;
    public NullableBytes NullableKey { get; }

    /// <summary>The value; empty when null.</summary>
    public ReadOnlySpan<byte> Value => NullableValue.Span;

    public bool IsValueNull => NullableValue.IsNull;
    public NullableBytes NullableValue { get; }
    public int HeaderCount { get; }

    /// <summary>The headers in order, to be walked by foreach.</summary>
    public RecordHeaderEnumerator Headers => new(HeaderBytes, HeaderCount);

    /// <summary>The headers as they lie in the payload, without their count.</summary>
    internal ReadOnlySpan<byte> HeaderBytes { get; }
}
