using System.Buffers.Binary;
using System.Net.Sockets;
using Levada.Client;
using Levada.Protocol;

namespace Levada.History.Workloads.Share;

/// <summary>A socket to the broker under test: one request at a time, so that it is known what each answer was to.</summary>
internal sealed class ShareConnection : IDisposable
{
    private const int FirstFlexibleHeader = 2;
    private const int PatienceMs = 120_000;
    private const int FrameBytesMax = 64 * 1024 * 1024;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMs, SendTimeout = PatienceMs };
    private readonly FrameBuffer _frame = new();
    private int _correlationId;

    /// <exception cref="IOException">Nobody listens there.</exception>
    public ShareConnection(HostPort address)
    {
        try
        {
            _socket.Connect(address.Host, address.Port);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _frame.Release();
    }

    /// <exception cref="IOException">The connection is lost: the request was served, or not.</exception>
    /// <exception cref="InvalidDataException">The answer cannot be read.</exception>
    /// <exception cref="TimeoutException">The broker is there and does not answer.</exception>
    public TResponse Ask<TRequest, TResponse>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        Send(key, version, request);
        var frame = ReadFrame();
        var reader = new WireReader(frame);
        var correlationId = reader.ReadInt32();
        if (TResponse.IsFlexible(version)) reader.SkipTaggedFields();
        var response = TResponse.Read(ref reader, version);
        return correlationId == _correlationId && !reader.Failed && reader.RemainingCount == 0
            ? response
            : throw new InvalidDataException($"The answer to {key} cannot be read: {Convert.ToHexString(frame)}");
    }

    /// <summary>Sends a request whose answer nobody will read.</summary>
    public void Send<TRequest>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
    {
        _frame.Clear();
        var writer = new WireWriter(_frame);
        writer.WriteInt32(0);
        writer.WriteInt16((short)key);
        writer.WriteInt16(version);
        writer.WriteInt32(++_correlationId);
        writer.WriteString("history", isFlexible: false);
        if (HeaderVersions.OfRequest(key, version) >= FirstFlexibleHeader) writer.WriteNoTaggedFields();
        request.Write(writer, version);
        BinaryPrimitives.WriteInt32BigEndian(_frame.Written, _frame.Length - sizeof(int));
        Send(_frame.Written);
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
        }
        catch (SocketException e)
        {
            throw Lost(e);
        }
    }

    private byte[] ReadFrame()
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        Fill(length);
        var byteCount = BinaryPrimitives.ReadInt32BigEndian(length);
        if (byteCount is < 0 or > FrameBytesMax) throw new InvalidDataException($"The broker announced a frame of {byteCount} bytes.");
        var frame = new byte[byteCount];
        Fill(frame);
        return frame;
    }

    private void Fill(Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var byteCount = _socket.Receive(bytes);
                if (byteCount == 0) throw new IOException("The broker closed the connection.");
                bytes = bytes[byteCount..];
            }
        }
        catch (SocketException e)
        {
            throw Lost(e);
        }
    }

    /// <summary>A broker that is there and silent is a fault of its own; one that is gone is what the run does to it.</summary>
    private static Exception Lost(SocketException e) => e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
        ? new TimeoutException($"The broker does not answer within {PatienceMs} ms.", e)
        : new IOException(e.Message, e);
}
