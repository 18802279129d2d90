using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Who asks, and in which version. Produce and Fetch share one per connection; every other request has its own.</summary>
internal sealed class RequestContext(Connection connection, BrokerLog log)
{
    public Connection Connection { get; } = connection;
    public BrokerLog Log { get; } = log;
    public ApiKey ApiKey { get; private set; }
    public short Version { get; private set; }
    public int CorrelationId { get; private set; }
    public string ClientId { get; private set; } = "";

    public string ClientHost => Connection.ClientHost;
    public string ListenerName => Connection.ListenerName;
    public CancellationToken ConnectionClosed => Connection.Closed;

    internal void Set(ApiKey key, short version, int correlationId, string clientId)
    {
        ApiKey = key;
        Version = version;
        CorrelationId = correlationId;
        ClientId = clientId;
    }
}
