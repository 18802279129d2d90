namespace Levada.Records;

/// <summary>Takes varints and byte runs off a span; a short or malformed one sets <see cref="Failed"/>.</summary>
/// <remarks>After a failure all reads give zero.</remarks>
internal ref struct PayloadCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }
    public readonly bool IsAtEnd => _rest.IsEmpty;
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public void Fail()
    {
        Failed = true;
        _rest = default;
    }

    public int ReadVarint()
    {
        var value = Varint.Read(_rest, out var byteCount);
        Advance(byteCount);
        return value;
    }

    public long ReadVarlong()
    {
        var value = Varint.ReadLong(_rest, out var byteCount);
        Advance(byteCount);
        return value;
    }

    public byte ReadByte() => Take(1) is { IsEmpty: false } one ? one[0] : (byte)0;

    public ReadOnlySpan<byte> Take(int byteCount)
    {
        if ((uint)byteCount > (uint)_rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..byteCount];
        _rest = _rest[byteCount..];
        return taken;
    }

    /// <summary>A byte run behind its length; -1 is null.</summary>
    public ReadOnlySpan<byte> TakeNullable(out bool isNull)
    {
        var byteCount = ReadVarint();
        isNull = byteCount == -1 && !Failed;
        return isNull ? default : Take(byteCount);
    }

    private void Advance(int byteCount)
    {
        if (byteCount == 0) Fail();
        else _rest = _rest[byteCount..];
    }
}
