using System.Net;
using System.Net.Sockets;

namespace Levada.Servers;

/// <summary>Where a database server that a test started keeps its files, and a port that is free for it.</summary>
internal static class ServerFolder
{
    public static string Create(string product) => Directory.CreateTempSubdirectory($"levada-{product}-").FullName;

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
