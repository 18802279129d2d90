using ZstdSharp;

namespace Levada.DataFiles.Codecs;

/// <summary>Reads zstd frames, one after another. The library bounds the window that a frame may ask for to 128 MiB.</summary>
internal sealed class ZstdMembersStream(Stream input) : OneWayStream
{
    private readonly DecompressionStream _frames = new(input, leaveOpen: true);

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _frames.Read(buffer);
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException("the zstd bytes are damaged or end too early", e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _frames.Dispose();
        base.Dispose(disposing);
    }
}
