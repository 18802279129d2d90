namespace Levada.DataFiles.Blocks;

/// <summary>Lets a stream codec write into a block.</summary>
internal sealed class BlockStream(BlockBuffer block) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => block.Length;

    public override long Position
    {
        get => block.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => block.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => block.Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => block.WriteByte(value);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
