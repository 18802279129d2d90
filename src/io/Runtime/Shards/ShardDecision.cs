namespace Levada.Runtime.Shards;

/// <summary>Decides one request against the state; answers it through the turn, now or in a later decision.</summary>
/// <param name="token">Names the request towards <see cref="ShardTurn.Complete"/>.</param>
public delegate void ShardDecision<in TState>(TState state, ShardTurn turn, long token);
