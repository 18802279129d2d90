using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Begins the states of share partitions, or begins them anew.</summary>
[KafkaApi(ApiKey.InitializeShareGroupState, 0, 0)]
internal sealed class InitializeShareGroupStateHandler(ShareParts share) : IRequestHandler<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse>
{
    public async ValueTask<InitializeShareGroupStateResponse> HandleAsync(
        InitializeShareGroupStateRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Results = await Task.WhenAll(request.Topics.Select(topic => RunAsync(request.GroupId, topic))) };

    private async Task<InitializeShareGroupStateResponse.InitializeStateResult> RunAsync(string groupId, InitializeShareGroupStateRequest.InitializeStateData topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(asked => RunAsync(new SharePartitionKey(groupId, topic.TopicId, asked.Partition), asked))),
    };

    private async Task<InitializeShareGroupStateResponse.PartitionResult> RunAsync(SharePartitionKey key, InitializeShareGroupStateRequest.PartitionData asked) =>
        new() { Partition = asked.Partition, ErrorCode = await share.States.InitializeAsync(key, asked.StateEpoch, asked.StartOffset) };
}
