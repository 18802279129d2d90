using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;

namespace Levada.DataFiles.Codecs;

/// <summary>What stands around the deflated bytes of a gzip member. Source: RFC 1952.</summary>
internal sealed class GzipFrame
{
    private const byte DeflateMethod = 8;
    private const int HasHeaderCrc = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xE0;

    private readonly Crc32 _crc = new();
    private uint _length;

    /// <summary>Reads a member's header.</summary>
    /// <exception cref="InvalidDataException">The bytes are no gzip header.</exception>
    public void ReadHeader(SourceBuffer source)
    {
        _crc.Reset();
        _length = 0;
        Span<byte> header = stackalloc byte[10];
        source.Require(header);
        var flags = header[3];
        if (header[0] != 0x1F || header[1] != 0x8B || header[2] != DeflateMethod || (flags & Reserved) != 0)
            throw new InvalidDataException("the bytes are not gzip");
        if ((flags & HasExtra) != 0)
            Skip(source, source.Require() | (source.Require() << 8));
        if ((flags & HasName) != 0)
            SkipText(source);
        if ((flags & HasComment) != 0)
            SkipText(source);
        if ((flags & HasHeaderCrc) != 0)
            Skip(source, sizeof(ushort));
    }

    public void Add(ArraySegment<byte> plain)
    {
        _crc.Update(plain);
        _length = unchecked(_length + (uint)plain.Count);
    }

    /// <summary>Reads what ends a member and compares it with what was added.</summary>
    /// <exception cref="InvalidDataException">Checksum or length differ.</exception>
    public void ReadTrailer(SourceBuffer source)
    {
        Span<byte> trailer = stackalloc byte[2 * sizeof(uint)];
        source.Require(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)_crc.Value
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]) != _length)
            throw new InvalidDataException("checksum or length of a gzip member is wrong");
    }

    private static void Skip(SourceBuffer source, int count)
    {
        for (; count > 0; count--)
            source.Require();
    }

    private static void SkipText(SourceBuffer source)
    {
        while (source.Require() != 0)
        {
        }
    }
}
