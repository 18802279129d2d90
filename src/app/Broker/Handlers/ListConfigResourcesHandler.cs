using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lists what has configurations; version 0 lists client metrics subscriptions (KIP-714, KIP-1142).</summary>
[KafkaApi(ApiKey.ListConfigResources, 0, 1)]
internal sealed class ListConfigResourcesHandler(MetadataPublisher metadata) : IRequestHandler<ListConfigResourcesRequest, ListConfigResourcesResponse>
{
    public ValueTask<ListConfigResourcesResponse> HandleAsync(
        ListConfigResourcesRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(ConfigResourceListing.List(request, context.Version, metadata.Image));
}
