namespace Levada.Client;

/// <summary>How a client reaches a cluster.</summary>
public sealed record ClientOptions
{
    /// <summary>Brokers to ask first; any that answers names the others.</summary>
    public required IReadOnlyList<HostPort> Bootstrap { get; init; }

    /// <summary>The name brokers log and apply quotas to.</summary>
    public string ClientId { get; init; } = "levada";

    /// <summary>How long one connection attempt may take.</summary>
    public int ConnectTimeoutMs { get; init; } = 10_000;

    /// <summary>How long a response may take after its request was sent; a longer wait closes the connection.</summary>
    public int RequestTimeoutMs { get; init; } = 30_000;

    /// <summary>How long one operation may go on, retries included.</summary>
    public int OperationTimeoutMs { get; init; } = 60_000;

    /// <summary>The wait before the first retry; it doubles up to <see cref="RetryBackoffMsMax"/>.</summary>
    public int RetryBackoffMs { get; init; } = 50;

    public int RetryBackoffMsMax { get; init; } = 1_000;

    /// <summary>The largest response accepted, in bytes; a broker that sends more loses its connection.</summary>
    public int ResponseBytesMax { get; init; } = 256 * 1024 * 1024;
}
