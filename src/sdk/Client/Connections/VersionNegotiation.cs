using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Connections;

/// <summary>Asks a broker for its request versions; one that does not know our question is asked again in version 0.</summary>
/// <remarks>Source: KIP-35, KIP-511.</remarks>
internal static class VersionNegotiation
{
    public const short FirstVersionAsked = 3;

    public static async Task<ApiVersionTable> NegotiateAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var (error, table) = await AskAsync(connection, FirstVersionAsked, cancellationToken);
        if (error == ErrorCode.UnsupportedVersion) (error, table) = await AskAsync(connection, 0, cancellationToken);
        if (error != ErrorCode.None) throw KafkaException.From(error, $"{connection.Address} refused to tell its versions");
        return table;
    }

    public static ApiVersionsRequest Request(short version)
    {
        var request = new ApiVersionsRequest();
        if (version >= FirstVersionAsked)
        {
            request.ClientSoftwareName = "levada";
            request.ClientSoftwareVersion = "0.1.0";
        }

        return request;
    }

    private static async Task<(ErrorCode Error, ApiVersionTable Table)> AskAsync(
        BrokerConnection connection, short version, CancellationToken cancellationToken)
    {
        using var frame = await connection.SendAsync(
            ApiKey.ApiVersions, version, ApiVersionsRequest.IsFlexible(version), 0, Write, connection.RequestTimeoutMs, cancellationToken);
        return Read(frame.Body.Span, version);
    }

    private static void Write(int _, WireWriter writer, short version) => Request(version).Write(writer, version);

    /// <summary>Reads an answer; of a refusal only the error counts, since what follows it comes in any form.</summary>
    internal static (ErrorCode Error, ApiVersionTable Table) Read(ReadOnlySpan<byte> body, short version)
    {
        var reader = new WireReader(body);
        if (reader.ReadInt16() == (short)ErrorCode.UnsupportedVersion) return (ErrorCode.UnsupportedVersion, new ApiVersionTable([]));
        reader = new WireReader(body);
        var response = ApiVersionsResponse.Read(ref reader, version);
        if (reader.Failed) throw new KafkaException(ErrorCode.NetworkException, "the peer does not answer like a Kafka broker");
        var table = new ApiVersionTable(response.ApiKeys.Select(range => ((ApiKey)range.ApiKey, range.MinVersion, range.MaxVersion)));
        return (response.ErrorCode, table);
    }
}
