using Levada.Protocol;

namespace Levada.Client.Connections;

/// <summary>Requests and responses as generated messages over a connection.</summary>
internal static class TypedRequests
{
    /// <summary>Sends in the highest version both sides know.</summary>
    /// <param name="build">Makes the request for the version it will be written in.</param>
    /// <param name="versionMax">A lower bound than the schema's own, where newer versions need what the caller lacks.</param>
    /// <param name="timeoutMs">The wait for the response.</param>
    /// <exception cref="KafkaException">UNSUPPORTED_VERSION, or the connection's end.</exception>
    public static async Task<TResponse> SendAsync<TRequest, TResponse>(
        this BrokerConnection connection, ApiKey key, Func<short, TRequest> build, short versionMax, int timeoutMs, CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        var highest = Math.Min(TRequest.HighestVersion, versionMax);
        var version = connection.Versions.Common(key, TRequest.LowestVersion, highest) ?? throw Unsupported(connection, key);
        using var frame = await connection.SendAsync(
            key, version, TRequest.IsFlexible(version), build(version), Write, timeoutMs, cancellationToken);
        return Read<TResponse>(frame.Body.Span, version, connection, key);
    }

    public static KafkaException Unsupported(BrokerConnection connection, ApiKey key) => new(
        ErrorCode.UnsupportedVersion,
        connection.Versions.Supports(key)
            ? $"{connection.Address} serves {key} only in versions this client does not know"
            : $"{connection.Address} does not serve {key}");

    private static void Write<TRequest>(TRequest request, WireWriter writer, short version)
        where TRequest : struct, IWireMessage<TRequest> => request.Write(writer, version);

    private static TResponse Read<TResponse>(ReadOnlySpan<byte> body, short version, BrokerConnection connection, ApiKey key)
        where TResponse : struct, IWireMessage<TResponse>
    {
        var reader = new WireReader(body);
        var response = TResponse.Read(ref reader, version);
        if (reader.Failed) throw new KafkaException($"{connection.Address} sent a malformed answer to {key} version {version}");
        return response;
    }
}
