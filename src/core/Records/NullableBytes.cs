namespace Levada.Records;

/// <summary>A run of bytes that may be null, which is not the same as empty: a key or a value.</summary>
public readonly ref struct NullableBytes
{
    // Inverted, so that the default value is null and no constructor can be forgotten.
    private readonly bool _isPresent;

    /// <summary>Bytes that are there, be it none at all.</summary>
    public NullableBytes(ReadOnlySpan<byte> bytes)
    {
        Span = bytes;
        _isPresent = true;
    }

    public static NullableBytes Null => default;

    public bool IsNull => !_isPresent;

    /// <summary>The bytes; empty when null.</summary>
    public ReadOnlySpan<byte> Span { get; }

    /// <summary>A copy; null when null.</summary>
    public byte[]? ToArray() => _isPresent ? Span.ToArray() : null;

    public static implicit operator NullableBytes(byte[]? bytes) => bytes is null ? Null : new(bytes);
    public static implicit operator NullableBytes(ReadOnlySpan<byte> bytes) => new(bytes);
    public static implicit operator NullableBytes(Span<byte> bytes) => new(bytes);
}
