using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>A request on its way through a shard; answered once, the first answer counts.</summary>
internal abstract class ShardRequest<TState>(ShardDecision<TState> decide)
{
    public void Decide(TState state, ShardTurn turn, long token) => decide(state, turn, token);

    public abstract void Answer(object response);

    public abstract void Refuse(ErrorCode error);
}
