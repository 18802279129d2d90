using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Who asks, and in which version.</summary>
internal sealed class RequestContext(Connection connection)
{
    public Connection Connection { get; } = connection;
    public ApiKey ApiKey { get; init; }
    public short Version { get; init; }
    public int CorrelationId { get; init; }
    public string ClientId { get; init; } = "";

    public string ClientHost => Connection.ClientHost;
    public string ListenerName => Connection.ListenerName;
    public CancellationToken ConnectionClosed => Connection.Closed;
}
