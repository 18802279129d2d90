using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells the quotas of the entities that a filter matches (KIP-546).</summary>
[KafkaApi(ApiKey.DescribeClientQuotas, 0, 1)]
internal sealed class DescribeClientQuotasHandler(MetadataPublisher metadata) : IRequestHandler<DescribeClientQuotasRequest, DescribeClientQuotasResponse>
{
    public ValueTask<DescribeClientQuotasResponse> HandleAsync(
        DescribeClientQuotasRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(ClientQuotaDescription.Describe(request, metadata.Image));
}
