namespace Levada.Simulation;

/// <summary>The bytes of a file in one of its two states, as the page cache or as the platter has it.</summary>
internal sealed class FileContent
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public int Read(Span<byte> destination, long position)
    {
        var count = (int)Math.Clamp(Length - position, 0, destination.Length);
        if (count > 0) _bytes.AsSpan((int)position, count).CopyTo(destination);
        return count;
    }

    /// <summary>Places bytes; the length grows only as far as <see cref="Grow"/> or <see cref="SetLength"/> say.</summary>
    public void Place(ReadOnlySpan<byte> bytes, long position)
    {
        Reserve(checked((int)position + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan((int)position));
    }

    public void Grow(long length) => Length = Math.Max(Length, Reserve(length));

    /// <summary>Cuts or extends; what lies past a cut is zero should the file grow again.</summary>
    public void SetLength(long length)
    {
        Reserve(length);
        _bytes.AsSpan((int)length).Clear();
        Length = (int)length;
    }

    public void Apply(PendingChange change)
    {
        if (change.Bytes is null)
        {
            SetLength(change.Position);
            return;
        }

        Place(change.Bytes, change.Position);
        Grow(change.Position + change.Bytes.Length);
    }

    public FileContent Copy() => new() { _bytes = [.. _bytes.AsSpan(0, Length)], Length = Length };

    public void FlipBit(long position, int bit) => _bytes[position] ^= (byte)(1 << bit);

    private int Reserve(long length)
    {
        if (length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(length, Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        return (int)length;
    }
}
