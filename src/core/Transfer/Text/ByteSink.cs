using System.Buffers;
using System.Runtime.CompilerServices;

namespace Levada.Transfer.Text;

/// <summary>Appends bytes to a buffer writer without asking it for each value. Ends with <see cref="Flush"/>.</summary>
internal ref struct ByteSink(IBufferWriter<byte> output)
{
    private const int SpanBytesMin = 4096;

    private Span<byte> _span;
    private int _used;

    /// <summary>Room for at least so many bytes; what is written there counts after <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int byteCount)
    {
        if (_span.Length - _used < byteCount)
            Refill(byteCount);
        return _span[_used..];
    }

    public void Advance(int byteCount) => _used += byteCount;

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_span[_used..]))
            _used += bytes.Length;
        else
            WriteInPieces(bytes);
    }

    public void Flush()
    {
        output.Advance(_used);
        _span = default;
        _used = 0;
    }

    private void WriteInPieces(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var target = Reserve(1);
            var count = Math.Min(target.Length, bytes.Length);
            bytes[..count].CopyTo(target);
            _used += count;
            bytes = bytes[count..];
        }
    }

    private void Refill(int byteCount)
    {
        output.Advance(_used);
        _used = 0;
        _span = output.GetSpan(Math.Max(byteCount, SpanBytesMin));
    }
}
