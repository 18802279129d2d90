using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Levada.Load;

/// <summary>Asks single questions by hand-made frames: a real client's connection back-off would hide a quick start.</summary>
internal static class RawClient
{
    private const short Metadata = 3;
    private const short Fetch = 1;
    private const short IncrementalAlterConfigs = 44;
    private const byte GroupResource = 32;

    /// <summary>Connects again and again until Metadata is answered.</summary>
    public static void AwaitMetadata(string bootstrap) => Await(bootstrap, MetadataFrame(), _ => true);

    /// <summary>A connection that has asked for Metadata once.</summary>
    public static Socket Connect(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endPoint);
        socket.Send(MetadataFrame());
        _ = Receive(socket);
        return socket;
    }

    /// <summary>Sets a configuration of a group, which has to be done before the group is used.</summary>
    public static void ConfigureGroup(string bootstrap, string group, string name, string value)
    {
        var frame = Frame(IncrementalAlterConfigs, 0, body =>
        {
            Int32(body, 1);
            body.WriteByte(GroupResource);
            Text(body, group);
            Int32(body, 1);
            Text(body, name);
            body.WriteByte(0);
            Text(body, value);
            body.WriteByte(0);
        });
        // Correlation id, throttle time and the count of answers come before the error.
        const int ErrorAt = 12;
        Await(bootstrap, frame, response => BinaryPrimitives.ReadInt16BigEndian(response.AsSpan(ErrorAt)) == 0
            ? true
            : throw new InvalidOperationException($"The broker refuses {name}={value} for group {group}."));
    }

    /// <summary>Connects again and again until a fetch from the topic's beginning brings records.</summary>
    public static void AwaitFetch(string bootstrap, string topic)
    {
        var frame = Frame(Fetch, 4, body =>
        {
            Int32(body, -1);
            Int32(body, 100);
            Int32(body, 1);
            Int32(body, 1 << 20);
            body.WriteByte(0);
            Int32(body, 1);
            Text(body, topic);
            Int32(body, 1);
            Int32(body, 0);
            body.Write(new byte[sizeof(long)]);
            Int32(body, 1 << 20);
        });
        Await(bootstrap, frame, response => response.Length > 200);
    }

    private static byte[] MetadataFrame() => Frame(Metadata, 1, body => Int32(body, 0));

    private static void Await(string bootstrap, byte[] frame, Func<byte[], bool> isAnswer)
    {
        var endPoint = IPEndPoint.Parse(bootstrap);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Connect(endPoint);
                socket.Send(frame);
                if (isAnswer(Receive(socket))) return;
            }
            catch (SocketException)
            {
                Thread.Sleep(1);
            }
        }

        throw new TimeoutException($"{bootstrap} did not answer within two minutes.");
    }

    private static byte[] Receive(Socket socket)
    {
        var size = new byte[sizeof(int)];
        Fill(socket, size);
        var response = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        Fill(socket, response);
        return response;
    }

    private static void Fill(Socket socket, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var count = socket.Receive(target);
            if (count == 0) throw new SocketException((int)SocketError.ConnectionReset);
            target = target[count..];
        }
    }

    private static byte[] Frame(short apiKey, short version, Action<MemoryStream> writeBody)
    {
        var body = new MemoryStream();
        Int32(body, 0);
        Int32(body, (ushort)apiKey << 16 | (ushort)version);
        Int32(body, 1);
        Text(body, "levada-load");
        writeBody(body);
        var frame = body.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }

    private static void Int32(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Text(Stream stream, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(length, (short)text.Length);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }
}
