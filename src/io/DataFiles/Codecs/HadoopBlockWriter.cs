using System.Buffers.Binary;

namespace Levada.DataFiles.Codecs;

/// <summary>Writes Hadoop's block stream, the content of its <c>.snappy</c> and <c>.lz4</c> files.</summary>
/// <remarks>
/// Per block: plain length (uint32, big-endian), compressed length (the same), compressed bytes. A member ends with its block.
/// Source: Hadoop, <c>org.apache.hadoop.io.compress.BlockCompressorStream</c>.
/// </remarks>
internal sealed class HadoopBlockWriter(Stream output, IBlockCodec codec) : MemberStream
{
    private const int HeaderBytes = 2 * sizeof(uint);

    private readonly byte[] _plain = new byte[codec.PlainBytesMax];
    private readonly byte[] _block = new byte[HeaderBytes + codec.CompressedBytesMax(codec.PlainBytesMax)];
    private int _plainCount;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _plain.Length - _plainCount);
            buffer[..count].CopyTo(_plain.AsSpan(_plainCount));
            _plainCount += count;
            buffer = buffer[count..];
            if (_plainCount == _plain.Length)
                EndMember();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void EndMember()
    {
        if (_plainCount == 0)
            return;
        var compressed = codec.Compress(_plain.AsSpan(0, _plainCount), _block.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteInt32BigEndian(_block, _plainCount);
        BinaryPrimitives.WriteInt32BigEndian(_block.AsSpan(sizeof(uint)), compressed);
        output.Write(_block, 0, HeaderBytes + compressed);
        _plainCount = 0;
        HasMembers = true;
    }

    /// <summary>Hadoop writes a block of length zero, which its reader takes for the end.</summary>
    protected override void WriteEmptyMember() => output.Write([0, 0, 0, 0]);
}
