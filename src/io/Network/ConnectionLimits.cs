using System.Net;

namespace Levada.Network;

/// <summary>What all listeners of a server together accept; may be replaced while they run.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Connections in all (<c>max.connections</c>); further ones are closed at once.</summary>
    public int ConnectionCountMax { get; init; } = int.MaxValue;

    /// <summary>Connections from one address (<c>max.connections.per.ip</c>).</summary>
    public int ConnectionsPerAddressMax { get; init; } = int.MaxValue;

    /// <summary>Addresses with a bound of their own (<c>max.connections.per.ip.overrides</c>).</summary>
    public IReadOnlyDictionary<IPAddress, int> ConnectionsPerAddressOverrides { get; init; } = new Dictionary<IPAddress, int>();

    /// <summary>New connections per second (<c>max.connection.creation.rate</c>); above it accepting pauses.</summary>
    public int CreationsPerSecondMax { get; init; } = int.MaxValue;

    /// <summary>
    /// New connections per second from one address (<c>connection_creation_rate</c>, KIP-612); one above it is closed when it
    /// would have been its turn, so that a client without patience does not come the more often for it.
    /// </summary>
    public int CreationsPerAddressPerSecondMax { get; init; } = int.MaxValue;

    /// <summary>Addresses with a rate of their own.</summary>
    public IReadOnlyDictionary<IPAddress, int> CreationsPerAddressPerSecondOverrides { get; init; } = new Dictionary<IPAddress, int>();

    /// <summary>Quiet time after which a connection without an open request is closed (<c>connections.max.idle.ms</c>).</summary>
    public long IdleMsMax { get; init; } = 600_000;
}
