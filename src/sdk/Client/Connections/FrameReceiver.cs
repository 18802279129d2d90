using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Levada.Client.Connections;

/// <summary>Cuts the bytes of a socket into frames; a large frame is received straight into its own buffer.</summary>
internal sealed class FrameReceiver(Socket socket, int frameBytesMax) : IDisposable
{
    private const int PrefixByteCount = 4;
    private const int FirstByteCount = 64 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstByteCount);
    private int _start;
    private int _end;

    /// <summary>The next frame in rented memory (the caller returns it), or null at the end of the stream.</summary>
    public async ValueTask<(byte[] Bytes, int Length)?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(PrefixByteCount, cancellationToken)) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < PrefixByteCount || length > frameBytesMax)
            throw new IOException($"The peer sent a frame of {length} bytes: not a Kafka broker, or a response above {frameBytesMax} bytes.");
        _start += PrefixByteCount;
        return (await ReceiveBodyAsync(length, cancellationToken), length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // Memory grows with what has arrived: a length prefix alone reserves at most the first piece.
    private async ValueTask<byte[]> ReceiveBodyAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(length, FirstByteCount));
        var count = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(bytes);
        _start += count;
        while (count < length)
        {
            if (count == bytes.Length) bytes = Grow(bytes, count, length);
            var room = bytes.AsMemory(count, Math.Min(bytes.Length, length) - count);
            var received = await socket.ReceiveAsync(room, SocketFlags.None, cancellationToken);
            if (received == 0) throw new IOException("The broker closed the connection in the middle of a response.");
            count += received;
        }

        return bytes;
    }

    private static byte[] Grow(byte[] bytes, int count, int length)
    {
        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(bytes.Length * 8L, length));
        bytes.AsSpan(0, count).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(bytes);
        return grown;
    }

    private async ValueTask<bool> FillAsync(int byteCount, CancellationToken cancellationToken)
    {
        if (_end - _start >= byteCount) return true;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < byteCount)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(_end, FirstByteCount - _end), SocketFlags.None, cancellationToken);
            if (received == 0 && _end == 0) return false;
            if (received == 0) throw new IOException("The broker closed the connection in the middle of a response.");
            _end += received;
        }

        return true;
    }
}
