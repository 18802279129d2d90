using System.Net;
using System.Net.Sockets;

namespace Levada.Servers;

/// <summary>Free ports of loopback, for programs that are told theirs.</summary>
/// <remarks>
/// They lie below those that the system gives to clients and to whoever binds port 0, and none is given twice: nobody takes
/// one before its program binds it, nor while the program restarts, not even a client that connects again and again to a
/// port where nobody listens, and may meet itself there.
/// </remarks>
public static class LoopbackPort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Test processes that run side by side begin at different places.
    private static int _last = Environment.ProcessId * 61 % Count;

    public static int Next()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException("No port of loopback is free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
