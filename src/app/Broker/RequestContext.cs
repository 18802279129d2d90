using Levada.Broker.Quotas;
using Levada.Metadata.Controller;
using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Who asks, and in which version. Produce and Fetch share one per connection; every other request has its own.</summary>
internal sealed class RequestContext(Connection connection, BrokerLog log)
{
    private const string AnonymousUser = "ANONYMOUS";
    private WorkTime _work;
    private int _requestBytes;
    private MutationPermits? _mutations;

    public Connection Connection { get; } = connection;
    public BrokerLog Log { get; } = log;
    public ApiKey ApiKey { get; private set; }
    public short Version { get; private set; }
    public int CorrelationId { get; private set; }
    public string ClientId { get; private set; } = "";

    /// <summary>The user that asks; everybody is one until clients can say who they are.</summary>
    public string User { get; } = AnonymousUser;

    /// <summary>The client's quotas, or null while nobody has any.</summary>
    public ClientThrottle? Throttle { get; private set; }

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

    /// <summary>Begins to count what the request uses.</summary>
    internal void Meter(ClientThrottle? throttle, int requestBytes)
    {
        Throttle = throttle;
        if (throttle is null) return;
        _requestBytes = requestBytes;
        _work = WorkTime.Begin(throttle);
    }

    /// <summary>The request's thread leaves it, to come back to it later.</summary>
    internal void PauseWork() => _work.Pause();

    internal void ResumeWork() => _work.Resume();

    /// <summary>What the request may change in the controller's eyes; null without bound.</summary>
    /// <param name="strictSince">The version from which on changes are refused, and not only throttled.</param>
    internal IMutationQuota? Mutations(short strictSince) => _mutations = Throttle?.Mutations(Version >= strictSince);

    /// <summary>Counts a produce request.</summary>
    /// <returns>For how long the client is throttled, in ms.</returns>
    internal int ChargeProduce(bool hasResponse) =>
        Throttle is null ? 0 : Throttle.ChargeProduce(_requestBytes, hasResponse ? _work.Take() : TimeSpan.Zero);

    /// <summary>Counts a request that is answered through the pipeline.</summary>
    /// <returns>For how long the client is throttled, in ms.</returns>
    internal int ChargeRequest() => Throttle is null ? 0 : Throttle.ChargeRequest(_work.Take(), _mutations);
}
