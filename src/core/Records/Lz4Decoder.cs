using System.Buffers;
using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace Levada.Records;

/// <summary>Reads any LZ4 frames that need no dictionary, one after another, block by block.</summary>
/// <remarks>A content checksum is passed over: the batch's own CRC has covered the payload already.</remarks>
internal sealed class Lz4Decoder : PayloadDecoder
{
    private byte[] _buffer = [];
    private int _historyByteCount;
    private int _pendingAt;
    private int _pendingEnd;
    private int _blockByteCountMax;
    private int _flags;
    private long _leftByteCount;
    private bool _isInFrame;
    private bool _hasSeenFrame;

    public override void Begin(int byteCountMax)
    {
        _leftByteCount = byteCountMax;
        _isInFrame = _hasSeenFrame = false;
        _historyByteCount = _pendingAt = _pendingEnd = 0;
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
            written += TakePending(target[written..]);
            if (_pendingAt < _pendingEnd) return DecodeStatus.More;
            if (!_isInFrame && source.IsEmpty && _hasSeenFrame) return DecodeStatus.Done;
            if (_isInFrame && written == target.Length) return DecodeStatus.More;
            var status = _isInFrame ? NextBlock(ref source, target, ref written) : NextFrame(ref source);
            if (status != DecodeStatus.More) return status;
        }
    }

    private int TakePending(Span<byte> target)
    {
        var byteCount = Math.Min(_pendingEnd - _pendingAt, target.Length);
        _buffer.AsSpan(_pendingAt, byteCount).CopyTo(target);
        _pendingAt += byteCount;
        return byteCount;
    }

    private DecodeStatus NextFrame(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < sizeof(uint)) return DecodeStatus.Malformed;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        _hasSeenFrame = true;
        if ((magic & Lz4Frame.SkippableMagicMask) == Lz4Frame.SkippableMagic) return SkipFrame(ref source);
        if (magic != Lz4Frame.Magic || source.Length < 7) return DecodeStatus.Malformed;
        _flags = source[4];
        var sizeNumber = source[5] >> 4;
        var headerByteCount = 2 + ((_flags & Lz4Frame.ContentSize) != 0 ? sizeof(ulong) : 0);
        if ((_flags & Lz4Frame.VersionMask) != Lz4Frame.Version
            || (_flags & (Lz4Frame.ReservedFlag | Lz4Frame.DictionaryId)) != 0
            || (source[5] & 0x0f) != 0
            || sizeNumber is < Lz4Frame.BlockSize64KiB or > Lz4Frame.BlockSize4MiB
            || source.Length <= sizeof(uint) + headerByteCount
            || source[sizeof(uint) + headerByteCount] != (byte)(Xxh32.Compute(source.Slice(sizeof(uint), headerByteCount)) >> 8))
            return DecodeStatus.Malformed;
        if (headerByteCount > 2 && BinaryPrimitives.ReadUInt64LittleEndian(source[6..]) > (ulong)_leftByteCount)
            return DecodeStatus.TooLarge;
        _blockByteCountMax = Lz4Frame.BlockByteCountMax(sizeNumber);
        _historyByteCount = _pendingAt = _pendingEnd = 0;
        _isInFrame = true;
        source = source[(sizeof(uint) + headerByteCount + 1)..];
        return DecodeStatus.More;
    }

    private static DecodeStatus SkipFrame(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < 8) return DecodeStatus.Malformed;
        var byteCount = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        if (byteCount > (uint)(source.Length - 8)) return DecodeStatus.Malformed;
        source = source[(8 + (int)byteCount)..];
        return DecodeStatus.More;
    }

    private DecodeStatus NextBlock(ref ReadOnlySpan<byte> source, Span<byte> target, ref int written)
    {
        if (source.Length < sizeof(uint)) return DecodeStatus.Malformed;
        var sizeField = BinaryPrimitives.ReadUInt32LittleEndian(source);
        source = source[sizeof(uint)..];
        if (sizeField == 0) return EndFrame(ref source);
        var byteCount = sizeField & ~Lz4Frame.StoredBlock;
        var checksumByteCount = (_flags & Lz4Frame.BlockChecksum) != 0 ? sizeof(uint) : 0;
        if (byteCount > (uint)_blockByteCountMax || byteCount + checksumByteCount > source.Length) return DecodeStatus.Malformed;
        var block = source[..(int)byteCount];
        if (checksumByteCount > 0 && BinaryPrimitives.ReadUInt32LittleEndian(source[block.Length..]) != Xxh32.Compute(block))
            return DecodeStatus.Malformed;
        source = source[(block.Length + checksumByteCount)..];
        return DecodeBlock(block, (sizeField & Lz4Frame.StoredBlock) != 0, target, ref written);
    }

    private DecodeStatus DecodeBlock(ReadOnlySpan<byte> block, bool isStored, Span<byte> target, ref int written)
    {
        // No byte of a block stands for more than 255 of its content: a small block needs no large buffer.
        var roomByteCount = isStored ? block.Length : (int)Math.Min(_blockByteCountMax, (block.Length * 255L) + 16);
        var isDirect = (_flags & Lz4Frame.BlockIndependent) != 0 && target.Length - written >= roomByteCount;
        if (!isDirect) PrepareBuffer(roomByteCount);
        var room = isDirect ? target.Slice(written, roomByteCount) : _buffer.AsSpan(_historyByteCount, roomByteCount);
        var byteCount = block.Length;
        if (isStored) block.CopyTo(room);
        else byteCount = DecodeBytes(block, room, isDirect ? default : _buffer.AsSpan(0, _historyByteCount));
        if (byteCount < 0) return DecodeStatus.Malformed;
        _leftByteCount -= byteCount;
        if (_leftByteCount < 0) return DecodeStatus.TooLarge;
        if (isDirect)
        {
            written += byteCount;
        }
        else
        {
            _pendingAt = _historyByteCount;
            _pendingEnd = _historyByteCount + byteCount;
        }

        return DecodeStatus.More;
    }

    private static int DecodeBytes(ReadOnlySpan<byte> block, Span<byte> room, ReadOnlySpan<byte> history) =>
        history.IsEmpty ? LZ4Codec.Decode(block, room) : LZ4Codec.Decode(block, room, history);

    private DecodeStatus EndFrame(ref ReadOnlySpan<byte> source)
    {
        var checksumByteCount = (_flags & Lz4Frame.ContentChecksum) != 0 ? sizeof(uint) : 0;
        if (source.Length < checksumByteCount) return DecodeStatus.Malformed;
        source = source[checksumByteCount..];
        _isInFrame = false;
        return DecodeStatus.More;
    }

    /// <summary>Makes room behind the bytes that the next block may refer to, and moves these to the front.</summary>
    private void PrepareBuffer(int roomByteCount)
    {
        var isDependent = (_flags & Lz4Frame.BlockIndependent) == 0;
        var historyByteCount = isDependent ? Math.Min(_pendingEnd, Lz4Frame.HistoryByteCount) : 0;
        var history = _buffer.AsSpan(_pendingEnd - historyByteCount, historyByteCount);
        var reserveByteCount = (isDependent ? Lz4Frame.HistoryByteCount : 0) + roomByteCount;
        if (_buffer.Length < reserveByteCount)
        {
            var grown = ArrayPool<byte>.Shared.Rent(reserveByteCount);
            history.CopyTo(grown);
            if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = grown;
        }
        else
        {
            history.CopyTo(_buffer);
        }

        _historyByteCount = historyByteCount;
        _pendingAt = _pendingEnd = historyByteCount;
    }
}
