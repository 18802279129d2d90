namespace Levada.Databases.PostgreSql.Reading;

/// <summary>The text of a COPY as a stream, for a direct import.</summary>
/// <param name="output">The COPY, which the stream owns.</param>
/// <param name="cancellationToken">Ends it at any time.</param>
internal sealed class CopyTextStream(CopyOutput output, CancellationToken cancellationToken) : Stream
{
    private readonly CancellationTokenRegistration _watch = output.Watch(cancellationToken);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The server sends row by row: rows are gathered, so that whoever reads need not.
    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && output.Read(buffer[count..]) is var read and > 0)
            count += read;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watch.Dispose();
            output.Dispose();
        }
        base.Dispose(disposing);
    }
}
