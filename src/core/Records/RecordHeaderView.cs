namespace Levada.Records;

/// <summary>One header of a record, seen in place.</summary>
public readonly ref struct RecordHeaderView
{
    internal RecordHeaderView(ReadOnlySpan<byte> key, NullableBytes value)
    {
        Key = key;
        NullableValue = value;
    }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value; empty when null.</summary>
    public ReadOnlySpan<byte> Value => NullableValue.Span;

    public bool IsValueNull => NullableValue.IsNull;
    public NullableBytes NullableValue { get; }
}
