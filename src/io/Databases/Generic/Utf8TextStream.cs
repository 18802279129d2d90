using System.Text;

namespace Levada.Databases.Generic;

/// <summary>The text of a reader as UTF-8 bytes.</summary>
internal sealed class Utf8TextStream(TextReader text) : Stream
{
    private const int CharCountMax = 16 << 10;

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _chars = new char[CharCountMax];
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(CharCountMax)];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        for (var isEnded = false; _start == _end && !isEnded;)
        {
            var charCount = text.Read(_chars, 0, _chars.Length);
            isEnded = charCount == 0;
            _start = 0;
            _end = _encoder.GetBytes(_chars.AsSpan(0, charCount), _bytes, isEnded);
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }
}
