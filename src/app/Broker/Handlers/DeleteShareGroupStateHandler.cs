using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes the states of share partitions.</summary>
[KafkaApi(ApiKey.DeleteShareGroupState, 0, 0)]
internal sealed class DeleteShareGroupStateHandler(ShareParts share) : IRequestHandler<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse>
{
    public async ValueTask<DeleteShareGroupStateResponse> HandleAsync(
        DeleteShareGroupStateRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Results = await Task.WhenAll(request.Topics.Select(topic => RunAsync(request.GroupId, topic))) };

    private async Task<DeleteShareGroupStateResponse.DeleteStateResult> RunAsync(string groupId, DeleteShareGroupStateRequest.DeleteStateData topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(asked => RunAsync(new SharePartitionKey(groupId, topic.TopicId, asked.Partition), asked))),
    };

    private async Task<DeleteShareGroupStateResponse.PartitionResult> RunAsync(SharePartitionKey key, DeleteShareGroupStateRequest.PartitionData asked) =>
        new() { Partition = asked.Partition, ErrorCode = await share.States.DeleteAsync(key) };
}
