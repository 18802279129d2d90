using Levada.DataFiles.Codecs;

namespace Levada.DataFiles.Sources;

/// <summary>The plain bytes of a compressed file, which is closed with them: no codec closes what it reads.</summary>
internal sealed class DecodedFile(Stream plain, Stream file) : OneWayStream
{
    public override bool CanRead => true;

    public override int Read(Span<byte> buffer) => plain.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => plain.Read(buffer, offset, count);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            plain.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
