using Levada.Broker.Control;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes the brokers of the cluster (KIP-700); controllers have a listener of their own, which is not served yet.</summary>
[KafkaApi(ApiKey.DescribeCluster, 0, 2)]
internal sealed class DescribeClusterHandler(MetadataPublisher metadata) : IRequestHandler<DescribeClusterRequest, DescribeClusterResponse>
{
    private const sbyte BrokerEndpoint = 1;

    public ValueTask<DescribeClusterResponse> HandleAsync(
        DescribeClusterRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (request.EndpointType != BrokerEndpoint)
        {
            return new(new DescribeClusterResponse
            {
                EndpointType = request.EndpointType,
                ErrorCode = request.EndpointType == 2 ? ErrorCode.MismatchedEndpointType : ErrorCode.UnsupportedEndpointType,
                ErrorMessage = "This is a broker's listener: ask it for brokers.",
            });
        }

        var brokers = BrokerEndpoints.All(metadata.Image, context.ListenerName, request.IncludeFencedBrokers);
        return new(new DescribeClusterResponse
        {
            ClusterId = metadata.ClusterId,
            ControllerId = metadata.NodeId,
            Brokers = [.. brokers.Select(broker => new DescribeClusterResponse.DescribeClusterBroker
            {
                BrokerId = broker.Id, Host = broker.Host, Port = broker.Port, Rack = broker.Rack, IsFenced = broker.IsFenced,
            })],
            ClusterAuthorizedOperations =
                request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.NotAsked,
        });
    }
}
