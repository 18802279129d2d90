namespace Levada.Http;

/// <summary>What has passed through one listener.</summary>
public readonly record struct ListenerMetricsSnapshot
{
    public required string Listener { get; init; }

    /// <summary>Open now.</summary>
    public int Connections { get; init; }

    public long AcceptedConnections { get; init; }
    public long RejectedConnections { get; init; }
    public long ReapedConnections { get; init; }
    public long InvalidRequests { get; init; }
    public long Requests { get; init; }
    public long ReceivedBytes { get; init; }
    public long SentBytes { get; init; }
}
