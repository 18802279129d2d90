namespace Levada.Servers;

/// <summary>The servers that this test process has started. Its last act is to end them, while there is time to wait.</summary>
/// <remarks>A process that never comes to that leaves it to the watchdog of each server.</remarks>
public static class RunningServers
{
    private static readonly List<IDisposable> Servers = [];

    /// <summary>Ends every server and waits until it and its files are gone.</summary>
    public static void End()
    {
        IDisposable[] servers;
        lock (Servers)
        {
            servers = [.. Servers];
            Servers.Clear();
        }

        foreach (var server in servers) server.Dispose();
    }

    internal static void Add(IDisposable server)
    {
        lock (Servers) Servers.Add(server);
    }
}
