using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Levada.Protocol;

namespace Levada.Broker.Tests;

/// <summary>A client's socket without a client: frames go out as they are given, answers are read by the generated readers.</summary>
internal sealed class WireConnection : IDisposable
{
    private const int FirstFlexibleHeader = 2;
    private const int PatienceMs = 120_000;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMs, SendTimeout = PatienceMs };
    private int _correlationId;

    public WireConnection(IPEndPoint address) => _socket.Connect(address);

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends one request and reads its answer: all of it, and nothing behind it.</summary>
    public TResponse Ask<TRequest, TResponse>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        SendRequest(key, version, request);
        var frame = ReadFrame();
        Assert.True(frame is not null, $"{key} version {version}: the broker closed the connection");
        return Read<TResponse>(frame, key, version);
    }

    /// <summary>Sends one request and leaves its answer unread.</summary>
    public void SendRequest<TRequest>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
    {
        var body = new FrameBuffer();
        request.Write(new WireWriter(body), version);
        SendRequest(key, version, HeaderVersions.OfRequest(key, version) >= FirstFlexibleHeader, body.Written);
        body.Release();
    }

    public void SendRequest(ApiKey key, short version, bool hasTaggedFields, ReadOnlySpan<byte> body)
    {
        var frame = new FrameBuffer();
        var writer = new WireWriter(frame);
        writer.WriteInt32(0);
        writer.WriteInt16((short)key);
        writer.WriteInt16(version);
        writer.WriteInt32(++_correlationId);
        writer.WriteString("broker-tests", isFlexible: false);
        if (hasTaggedFields) writer.WriteNoTaggedFields();
        writer.WriteRaw(body);
        BinaryPrimitives.WriteInt32BigEndian(frame.Written, frame.Length - sizeof(int));
        Send(frame.Written);
        frame.Release();
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>No more will be sent; answers can still be read.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <returns>A frame without its length; null when the broker has closed the connection.</returns>
    public byte[]? ReadFrame()
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (!TryFill(length)) return null;
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        Assert.True(TryFill(frame), "The broker closed the connection within a frame.");
        return frame;
    }

    private TResponse Read<TResponse>(byte[] frame, ApiKey key, short version)
        where TResponse : struct, IWireMessage<TResponse>
    {
        var reader = new WireReader(frame);
        Assert.Equal(_correlationId, reader.ReadInt32());

        // ApiVersions has the old header in every version: its reader may not know the new one yet (KIP-511).
        if (key != ApiKey.ApiVersions && TResponse.IsFlexible(version)) reader.SkipTaggedFields();
        var bodyStart = reader.Position;
        var response = TResponse.Read(ref reader, version);
        Assert.False(reader.Failed, $"{key} version {version}: the answer cannot be read: {Convert.ToHexString(frame)}");
        Assert.True(reader.RemainingCount == 0, $"{key} version {version}: {reader.RemainingCount} bytes are left: {Convert.ToHexString(frame)}");
        AssertWrittenAlike(response, version, frame.AsSpan(bodyStart), key);
        return response;
    }

    /// <summary>What the reader understood is all that was said.</summary>
    private static void AssertWrittenAlike<TResponse>(TResponse response, short version, ReadOnlySpan<byte> body, ApiKey key)
        where TResponse : struct, IWireMessage<TResponse>
    {
        var buffer = new FrameBuffer();
        response.Write(new WireWriter(buffer), version);
        var rewritten = Convert.ToHexString(buffer.Written);
        buffer.Release();
        Assert.True(rewritten == Convert.ToHexString(body), $"{key} version {version}: {Convert.ToHexString(body)} reads as {rewritten}");
    }

    private bool TryFill(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int byteCount;
            try
            {
                byteCount = _socket.Receive(bytes);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                return false;
            }

            if (byteCount == 0) return false;
            bytes = bytes[byteCount..];
        }

        return true;
    }
}
