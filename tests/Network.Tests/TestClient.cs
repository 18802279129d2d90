using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Levada.Network.Tests;

/// <summary>A client over a blocking socket; every wait has a generous end.</summary>
internal sealed class TestClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public TestClient(IPEndPoint server, int receiveBufferBytes)
    {
        if (receiveBufferBytes > 0) Socket.ReceiveBufferSize = receiveBufferBytes;
        Socket.ReceiveTimeout = Socket.SendTimeout = (int)Patience.TotalMilliseconds;
        Socket.NoDelay = true;
        Socket.Connect(server);
    }

    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        var frame = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame.AsSpan(4));
        return frame;
    }

    public static byte[] Frame(int content) => Frame(Bytes(content));

    public static byte[] Bytes(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[Socket.Send(bytes)..];
    }

    public void SendFrame(ReadOnlySpan<byte> content) => SendRaw(Frame(content));
    public void SendFrame(int content) => SendRaw(Frame(content));

    public byte[] ReceiveFrame()
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(ReceiveExactly(4));
        return ReceiveExactly(size);
    }

    public int ReceiveInt32Frame() => BinaryPrimitives.ReadInt32BigEndian(ReceiveFrame());

    public byte[] ReceiveExactly(int byteCount)
    {
        var bytes = new byte[byteCount];
        for (var got = 0; got < byteCount;)
        {
            var n = Socket.Receive(bytes.AsSpan(got));
            if (n == 0) throw new EndOfStreamException($"The connection ended after {got} of {byteCount} bytes.");
            got += n;
        }

        return bytes;
    }

    /// <summary>Whether the server ends the connection, orderly or not, without sending anything more.</summary>
    public bool IsClosedByServer()
    {
        try
        {
            return Socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return true;
        }
    }

    /// <summary>Leaves with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
