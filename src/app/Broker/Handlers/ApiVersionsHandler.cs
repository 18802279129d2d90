using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells a client which requests, versions and features this broker serves (KIP-35, KIP-511, KIP-584, KIP-1242).</summary>
[KafkaApi(ApiKey.ApiVersions, 0, 5)]
internal sealed class ApiVersionsHandler(MetadataPublisher metadata, ControllerLoop controller) : IRequestHandler<ApiVersionsRequest, ApiVersionsResponse>
{
    private const short FirstVersionWithClientSoftware = 3;
    private const short FirstVersionWithZeroFeatureLevels = 4;
    private const short FirstVersionWithTarget = 5;

    private static readonly ApiVersionsResponse.ApiVersion[] Advertised =
    [
        // The telemetry requests are served but not offered: there is no receiver (KIP-714).
        .. ApiDispatch.Advertised.Where(api => api.ApiKey is not (ApiKey.GetTelemetrySubscriptions or ApiKey.PushTelemetry)).Select(api => new ApiVersionsResponse.ApiVersion
        {
            ApiKey = (short)api.ApiKey, MinVersion = api.AdvertisedMin, MaxVersion = api.Max,
        }),
    ];

    public ValueTask<ApiVersionsResponse> HandleAsync(
        ApiVersionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (context.Version >= FirstVersionWithClientSoftware
            && !(IsSoftwareName(request.ClientSoftwareName) && IsSoftwareName(request.ClientSoftwareVersion)))
            return new(new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest });
        if (context.Version >= FirstVersionWithTarget && IsMeantForAnother(request))
            return new(new ApiVersionsResponse { ErrorCode = ErrorCode.RebootstrapRequired });
        return new(Describe(context.Version));
    }

    /// <summary>The answer to a version we do not know, which the client reads as version 0.</summary>
    public static ApiVersionsResponse DescribeToUnknownVersion() =>
        new() { ErrorCode = ErrorCode.UnsupportedVersion, ApiKeys = Advertised };

    private ApiVersionsResponse Describe(short version)
    {
        var features = metadata.Image.Features.Levels.SetItem(FeaturesImage.KRaftVersionName, controller.KRaftVersion);
        return new ApiVersionsResponse
        {
            ApiKeys = Advertised,
            SupportedFeatures =
            [
                .. FeatureCatalog.Built.Supported()
                    .Where(feature => feature.MinSupportedVersion > 0 || version >= FirstVersionWithZeroFeatureLevels)
                    .Select(feature => new ApiVersionsResponse.SupportedFeatureKey
                    {
                        Name = feature.Name, MinVersion = feature.MinSupportedVersion, MaxVersion = feature.MaxSupportedVersion,
                    }),
            ],
            FinalizedFeaturesEpoch = metadata.Image.LastOffset,
            FinalizedFeatures =
            [
                .. features.Where(feature => feature.Value > 0).Select(feature => new ApiVersionsResponse.FinalizedFeatureKey
                {
                    Name = feature.Key, MinVersionLevel = feature.Value, MaxVersionLevel = feature.Value,
                }),
            ],
        };
    }

    /// <summary>A client that knows whom it wants to reach has reached somebody else: an address was reused.</summary>
    private bool IsMeantForAnother(in ApiVersionsRequest request) =>
        request.ClusterId is { } clusterId && clusterId != metadata.ClusterId
        || request.NodeId >= 0 && request.NodeId != metadata.NodeId;

    private static bool IsSoftwareName(string text)
    {
        if (text.Length == 0 || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1])) return false;
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
    }
}
