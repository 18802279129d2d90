using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace Levada.DataFiles.Codecs;

/// <summary>Reads concatenated bzip2 members, as Hadoop and parallel compressors write them.</summary>
internal sealed class BZip2MembersStream(Stream input) : OneWayStream
{
    private readonly SourceBuffer _source = new(input);
    private BZip2InputStream? _member;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (count > 0 && (_member is not null || BeginMember()))
            {
                var plainCount = _member!.Read(buffer, offset, count);
                if (plainCount > 0)
                    return plainCount;
                _member.Dispose();
                _member = null;
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException("the bzip2 bytes are damaged or end too early", e);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _member?.Dispose();
        base.Dispose(disposing);
    }

    private bool BeginMember()
    {
        if (!_source.HasMore())
            return false;
        // The library takes a stream without this mark for an empty one.
        Span<byte> mark = stackalloc byte[4];
        _source.Require(mark);
        if (!mark[..3].SequenceEqual("BZh"u8) || mark[3] is < (byte)'1' or > (byte)'9')
            throw new InvalidDataException("the bytes are not bzip2");
        _member = new BZip2InputStream(new MarkedSource(mark.ToArray(), _source)) { IsStreamOwner = false };
        return true;
    }

    /// <summary>Gives the library its mark again. It reads byte by byte, and never one beyond its member.</summary>
    private sealed class MarkedSource(byte[] mark, SourceBuffer source) : OneWayStream
    {
        private int _markCount;

        public override bool CanRead => true;

        public override int ReadByte() => _markCount < mark.Length ? mark[_markCount++] : source.ReadByte();
    }
}
