using System.Net;
using System.Net.Sockets;

namespace Levada.Servers;

/// <summary>Free ports of loopback, for programs that are told theirs.</summary>
/// <remarks>
/// They lie beside those that the system gives to clients and to whoever binds port 0, and none is given twice: nobody takes
/// one before its program binds it, nor while the program restarts, not even a client that connects again and again to a
/// port where nobody listens, and may meet itself there.
/// </remarks>
public static class LoopbackPort
{
    private const string ClientPorts = "/proc/sys/net/ipv4/ip_local_port_range";
    private const int LowestPort = 12_000;
    private const int HighestPort = 65_535;
    private const int CountMin = 2_000;
    private const int CountMax = 20_000;

    private static readonly (int First, int Count) Range = FindRange();

    // Test processes that run side by side begin at different places.
    private static int _last = Environment.ProcessId * 61 % Range.Count;

    public static int Next()
    {
        for (var i = 0; i < Range.Count; i++)
        {
            var port = Range.First + (int)((uint)Interlocked.Increment(ref _last) % Range.Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException("No port of loopback is free.");
    }

    private static (int First, int Count) FindRange()
    {
        var bounds = File.Exists(ClientPorts) ? File.ReadAllText(ClientPorts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        var (low, high) = bounds.Length == 2 ? (int.Parse(bounds[0]), int.Parse(bounds[1])) : (LowestPort + CountMax, HighestPort);
        if (low - LowestPort >= CountMin) return (LowestPort, Math.Min(CountMax, low - LowestPort));
        if (HighestPort - high >= CountMin) return (high + 1, HighestPort - high);
        return (LowestPort, CountMax); // A system that gives clients all ports: there are none beside them.
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
