using System.Net;
using System.Net.Sockets;

namespace Levada.Load;

/// <summary>Opens connections that ask one question and then rest, and measures what each costs the broker's process.</summary>
internal static class ConnectionsRun
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    public static void Execute(LoadOptions options)
    {
        // The broker's first requests cost memory that is not the connections'.
        RawClient.AwaitMetadata(options.Bootstrap);
        if (ProcessProbe.Of(options.BrokerProcessId) is not { } before) throw new ArgumentException("--pid names the broker's process.");
        var sockets = new Socket[options.ConnectionCount];
        for (var i = 0; i < sockets.Length; i++) sockets[i] = RawClient.Connect(IPEndPoint.Parse(options.Bootstrap));
        Thread.Sleep(Settling);
        var after = ProcessProbe.Of(options.BrokerProcessId)!.Value;
        var kibibytes = (after.ResidentMegabytes - before.ResidentMegabytes) * 1024 / sockets.Length;
        Console.WriteLine($"idle     {sockets.Length} connections, each after one Metadata request: {kibibytes:F1} KiB each ({after.ResidentMegabytes:F1} MB resident)");
        foreach (var socket in sockets) socket.Dispose();
    }
}
