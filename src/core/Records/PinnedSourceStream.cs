namespace Levada.Records;

/// <summary>Lets a stream's reader take bytes from memory that its owner holds still during each call.</summary>
internal sealed unsafe class PinnedSourceStream : Stream
{
    private byte* _at;

    public int LeftByteCount { get; private set; }
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void SetSource(byte* at, int byteCount)
    {
        _at = at;
        LeftByteCount = byteCount;
    }

    public override int Read(Span<byte> buffer)
    {
        var byteCount = Math.Min(buffer.Length, LeftByteCount);
        new ReadOnlySpan<byte>(_at, byteCount).CopyTo(buffer);
        _at += byteCount;
        LeftByteCount -= byteCount;
        return byteCount;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
