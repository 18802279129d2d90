namespace Levada.Network;

/// <summary>Bounds of a server's connections, fixed while it runs.</summary>
public sealed record NetworkOptions
{
    /// <summary>Size of one request (<c>socket.request.max.bytes</c>).</summary>
    public int RequestBytesMax { get; init; } = 100 * 1024 * 1024;

    /// <summary>Memory for requests being received (<c>queued.max.request.bytes</c>).</summary>
    public long QueuedRequestBytesMax { get; init; } =
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 16L * 1024 * 1024, 256L * 1024 * 1024);

    /// <summary>Receive memory kept for reuse while nobody uses it; given up when it stays unused.</summary>
    public long RetainedBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Connections that wait to be accepted (<c>socket.listen.backlog.size</c>).</summary>
    public int ListenBacklogMax { get; init; } = 50;

    /// <summary><c>socket.send.buffer.bytes</c>; -1 leaves it to the system, which adapts it.</summary>
    public int SendBufferBytes { get; init; } = -1;

    /// <summary><c>socket.receive.buffer.bytes</c>; -1 leaves it to the system, which adapts it.</summary>
    public int ReceiveBufferBytes { get; init; } = -1;

    /// <summary>
    /// Sends to clients of this machine without pacing: loopback has no path to probe, and BBR's timers cost more than
    /// the transfer (fetch: 0.27 CPU-s/GB with BBR, 0.12 without).
    /// </summary>
    public bool IsLoopbackUnpaced { get; init; } = true;

    /// <summary>Bytes that a connection receives and sends before others have their turn.</summary>
    public int TurnBytesMax { get; init; } = 512 * 1024;

    /// <summary>Requests of one connection that may wait for their responses.</summary>
    public int OpenRequestCountMax { get; init; } = 64;

    /// <summary>Finished responses of one connection (without file ranges) above which no request is handled.</summary>
    public int UnsentBytesMax { get; init; } = 1024 * 1024;

    /// <summary>How often idle and stuck connections are looked for.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>While memory is short, a request that has not moved for this long is given up with its connection.</summary>
    public long StalledMsMax { get; init; } = 10_000;
}
