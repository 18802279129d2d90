using System.Buffers.Binary;

namespace Levada.DataFiles.Codecs;

/// <summary>Reads Hadoop's block stream: blocks of one or more chunks, as <see cref="HadoopBlockWriter"/> and Hadoop itself write them.</summary>
/// <remarks>
/// A block of length zero, where Hadoop stops reading, is passed over: after it may follow what somebody concatenated.
/// A chunk is bounded on both sides, so that no length in a file makes the reader allocate more.
/// </remarks>
internal sealed class HadoopBlockReader(Stream input, IBlockCodec codec) : OneWayStream
{
    /// <summary>Hadoop's chunks have at most 256 KiB unless its buffer size was set higher.</summary>
    private const int ChunkBytesMax = 16 << 20;

    private const uint Lz4FrameMagic = 0x04224D18;

    private readonly SourceBuffer _source = new(input);
    private byte[] _compressed = [];
    private byte[] _plain = [];
    private int _plainStart;
    private int _plainEnd;
    private int _blockBytesLeft;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0 && _plainStart == _plainEnd)
            if (!ReadChunk())
                return 0;
        var taken = Math.Min(count, _plainEnd - _plainStart);
        _plain.AsSpan(_plainStart, taken).CopyTo(buffer.AsSpan(offset));
        _plainStart += taken;
        return taken;
    }

    private bool ReadChunk()
    {
        while (_blockBytesLeft == 0)
        {
            if (!_source.HasMore())
                return false;
            _blockBytesLeft = ReadBlockLength();
        }

        var compressed = ReadCompressed();
        var roomBytes = codec.PlainBytes(compressed, Math.Min(_blockBytesLeft, ChunkBytesMax));
        if (_plain.Length < roomBytes)
            _plain = new byte[roomBytes];
        _plainStart = 0;
        _plainEnd = codec.Decompress(compressed, _plain.AsSpan(0, roomBytes));
        if (_plainEnd == 0)
            throw new InvalidDataException("a block holds a chunk of no bytes");
        _blockBytesLeft -= _plainEnd;
        return true;
    }

    private int ReadBlockLength()
    {
        var length = ReadUInt32();
        return length is <= int.MaxValue and not Lz4FrameMagic
            ? (int)length
            : throw new InvalidDataException("the bytes are not Hadoop's block stream, the form of .snappy and .lz4 files");
    }

    private ReadOnlySpan<byte> ReadCompressed()
    {
        var length = ReadUInt32();
        if (length is 0 or > ChunkBytesMax)
            throw new InvalidDataException($"a block has a chunk of {length} bytes");
        // Grows with what has arrived: a length costs its sender as many bytes.
        const int step = 256 << 10;
        for (var count = 0; count < (int)length;)
        {
            var next = Math.Min((int)length, count + step);
            if (_compressed.Length < next)
                Array.Resize(ref _compressed, Math.Min((int)length, Math.Max(next, _compressed.Length * 2)));
            _source.Require(_compressed.AsSpan(count, next - count));
            count = next;
        }

        return _compressed.AsSpan(0, (int)length);
    }

    private uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _source.Require(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
