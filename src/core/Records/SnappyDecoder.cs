using System.Buffers;
using System.Buffers.Binary;
using Snappier;

namespace Levada.Records;

/// <summary>Reads snappy in xerial framing, or one bare block as librdkafka sends it.</summary>
internal sealed class SnappyDecoder : PayloadDecoder
{
    // A copy of 64 bytes takes 3: no byte of a block stands for more than 22 of its content.
    private const int ExpansionMax = 22;

    private byte[] _buffer = [];
    private int _pendingAt;
    private int _pendingEnd;
    private int _leftByteCount;
    private bool _isFramed;
    private bool _hasSeenBlock;

    public override void Begin(int byteCountMax)
    {
        _leftByteCount = byteCountMax;
        _isFramed = _hasSeenBlock = false;
        _pendingAt = _pendingEnd = 0;
    }

    public override void End()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    public override DecodeStatus Decode(ref ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 0;
        while (true)
        {
            var byteCount = Math.Min(_pendingEnd - _pendingAt, target.Length - written);
            _buffer.AsSpan(_pendingAt, byteCount).CopyTo(target[written..]);
            _pendingAt += byteCount;
            written += byteCount;
            if (_pendingAt < _pendingEnd) return DecodeStatus.More;
            if (source.IsEmpty && (_hasSeenBlock || _isFramed)) return DecodeStatus.Done;
            if (written == target.Length) return DecodeStatus.More;
            var status = Next(ref source, target, ref written);
            if (status != DecodeStatus.More) return status;
        }
    }

    private DecodeStatus Next(ref ReadOnlySpan<byte> source, Span<byte> target, ref int written)
    {
        // Streams that were put one behind another repeat the header.
        if ((_isFramed || !_hasSeenBlock) && SnappyFraming.IsHeader(source))
        {
            _isFramed = true;
            source = source[SnappyFraming.HeaderByteCount..];
            return DecodeStatus.More;
        }

        var block = source;
        if (_isFramed)
        {
            if (source.Length < sizeof(int)) return DecodeStatus.Malformed;
            var byteCount = BinaryPrimitives.ReadInt32BigEndian(source);
            if (byteCount < 0 || byteCount > source.Length - sizeof(int)) return DecodeStatus.Malformed;
            block = source.Slice(sizeof(int), byteCount);
            source = source[(sizeof(int) + byteCount)..];
        }
        else
        {
            source = default;
        }

        _hasSeenBlock = true;
        return DecodeBlock(block, target, ref written);
    }

    private DecodeStatus DecodeBlock(ReadOnlySpan<byte> block, Span<byte> target, ref int written)
    {
        if (!TryReadLength(block, out var byteCount) || byteCount > (long)block.Length * ExpansionMax)
            return DecodeStatus.Malformed;
        if (byteCount > (uint)_leftByteCount) return DecodeStatus.TooLarge;
        if (byteCount == 0) return block.Length == 1 ? DecodeStatus.More : DecodeStatus.Malformed;
        _leftByteCount -= (int)byteCount;
        var isDirect = byteCount <= (uint)(target.Length - written);
        var room = isDirect ? target.Slice(written, (int)byteCount) : PrepareBuffer((int)byteCount);
        try
        {
            if (Snappy.Decompress(block, room) != (int)byteCount) return DecodeStatus.Malformed;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return DecodeStatus.Malformed;
        }

        if (isDirect) written += (int)byteCount;
        else _pendingEnd = (int)byteCount;
        return DecodeStatus.More;
    }

    private Span<byte> PrepareBuffer(int byteCount)
    {
        if (_buffer.Length < byteCount)
        {
            if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
        }

        _pendingAt = _pendingEnd = 0;
        return _buffer.AsSpan(0, byteCount);
    }

    /// <summary>The length of its content, with which a block opens: unsigned LEB128, at most 32 bits.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> block, out uint byteCount)
    {
        byteCount = 0;
        for (var i = 0; i < Math.Min(block.Length, 5); i++)
        {
            if (i == 4 && block[i] > 0x0f) return false;
            byteCount |= (uint)(block[i] & 0x7f) << (7 * i);
            if (block[i] < 0x80) return true;
        }

        return false;
    }
}
