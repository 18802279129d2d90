using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>A request whose answer a task delivers; continuations never run on the shard's turn.</summary>
internal sealed class AwaitedShardRequest<TState, TResponse>(ShardDecision<TState> decide) : ShardRequest<TState>(decide)
{
    private readonly TaskCompletionSource<ShardReply<TResponse>> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ShardReply<TResponse>> Reply => _reply.Task;

    public override void Answer(object response) => _reply.TrySetResult(new(ErrorCode.None, (TResponse)response));

    public override void Refuse(ErrorCode error) => _reply.TrySetResult(new(error, default));
}
