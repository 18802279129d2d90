using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells the configuration in force for each resource, and where each value comes from (KIP-226).</summary>
[KafkaApi(ApiKey.DescribeConfigs, 1, 4)]
internal sealed class DescribeConfigsHandler(MetadataPublisher metadata) : IRequestHandler<DescribeConfigsRequest, DescribeConfigsResponse>
{
    public ValueTask<DescribeConfigsResponse> HandleAsync(
        DescribeConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(ConfigDescription.Describe(request, metadata.Image, metadata.Configs));
}
