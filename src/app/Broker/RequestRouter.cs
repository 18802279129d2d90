using System.Text;
using Levada.Broker.Handlers;
using Levada.Broker.Metrics;
using Levada.Broker.Quotas;
using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Reads a request's header and gives its body to the handler of its api key.</summary>
internal sealed class RequestRouter(ApiDispatch dispatch, BrokerMetrics metrics, ClientQuotas quotas, BrokerLog log) : IFrameHandler
{
    private const int FirstFlexibleHeader = 2;

    public FrameResult OnFrame(Span<byte> frame, ResponseSlot response)
    {
        var reader = new WireReader(frame);
        var key = (ApiKey)reader.ReadInt16();
        var version = reader.ReadInt16();
        var correlationId = reader.ReadInt32();
        var clientId = reader.ReadStringSpan(isFlexible: false, out _);
        if (reader.Failed) return FrameResult.Close;
        if (!ApiDispatch.Supports(key, version)) return RefuseVersion(key, correlationId, response);
        if (HeaderVersions.OfRequest(key, version) >= FirstFlexibleHeader) reader.SkipTaggedFields();
        if (reader.Failed) return FrameResult.Close;
        metrics.OnRequest(key);
        var session = SessionOf(response.Connection);
        var context = session.Context(key, version, correlationId, clientId);
        context.Meter(quotas.IsAnySet ? session.Throttle(context, quotas) : null, frame.Length);
        try
        {
            return dispatch.Dispatch(key, version, frame[reader.Position..], context, response);
        }
        catch (Exception e)
        {
            log.Error($"{key} request from {context.ClientHost} failed", e);
            return FrameResult.Close;
        }
    }

    public void OnClosed(Connection connection) => (connection.State as ClientSession)?.OnClosed();

    /// <summary>Only ApiVersions may come in a version we do not know: the client learns the right one (KIP-511).</summary>
    private static FrameResult RefuseVersion(ApiKey key, int correlationId, ResponseSlot response)
    {
        if (key != ApiKey.ApiVersions) return FrameResult.Close;
        var writer = ResponseHeaders.Begin(response, correlationId, hasTaggedFields: false);
        ApiVersionsHandler.DescribeToUnknownVersion().Write(writer, version: 0);
        response.Complete();
        return FrameResult.Continue;
    }

    private ClientSession SessionOf(Connection connection)
    {
        if (connection.State is ClientSession session) return session;
        session = new ClientSession(connection, log);
        connection.State = session;
        return session;
    }

    /// <summary>What a connection remembers from request to request, so that the data path allocates nothing.</summary>
    private sealed class ClientSession(Connection connection, BrokerLog log)
    {
        private readonly RequestContext _reused = new(connection, log);
        private byte[] _clientIdBytes = [];
        private string _clientId = "";
        private ClientThrottle? _throttle;

        public ClientThrottle Throttle(RequestContext context, ClientQuotas quotas)
        {
            var throttle = _throttle ??= new ClientThrottle(connection, quotas);
            throttle.Prepare(context.User, _clientId);
            return throttle;
        }

        public void OnClosed() => _throttle?.OnClosed();

        public RequestContext Context(ApiKey key, short version, int correlationId, ReadOnlySpan<byte> clientId)
        {
            if (!clientId.SequenceEqual(_clientIdBytes))
            {
                _clientIdBytes = clientId.ToArray();
                _clientId = Encoding.UTF8.GetString(clientId);
            }

            var context = key is ApiKey.Produce or ApiKey.Fetch ? _reused : new RequestContext(connection, log);
            context.Set(key, version, correlationId, _clientId);
            return context;
        }
    }
}
