using Levada.Coordination;
using Levada.Runtime.Shards;

namespace Levada.Broker.Coordinators;

/// <summary>A coordinator in the shape that the shard runtime hosts.</summary>
internal sealed class CoordinatorShard<TCoordinator>(TCoordinator coordinator) : IShardState
    where TCoordinator : class, ICoordinator
{
    private readonly Decision _decision = new();

    public long NextDeadlineMs => coordinator.NextDeadlineMs;

    public void Apply(ShardRecord record) => coordinator.Apply(new CoordinatorRecord(record.Key, record.Value, record.ProducerId));

    public void ApplyMarker(ShardMarker marker) => coordinator.ApplyMarker(marker.ProducerId, marker.IsCommit);

    public void OnLoaded(ShardTurn turn) => Decide(turn, coordinator.OnLoaded);

    public void OnTimer(ShardTurn turn) => Decide(turn, coordinator.OnTimer);

    /// <summary>Decides a request that is answered at once.</summary>
    public void Decide<TResponse>(ShardTurn turn, long token, Func<TCoordinator, Decision, TResponse> decide)
        where TResponse : notnull =>
        Decide(turn, decision => turn.Complete(token, decide(coordinator, decision)));

    /// <summary>Decides a request that the coordinator answers itself, now or later.</summary>
    public void DecideLater(ShardTurn turn, Action<TCoordinator, Decision> decide) =>
        Decide(turn, decision => decide(coordinator, decision));

    private void Decide(ShardTurn turn, Action<Decision> decide)
    {
        _decision.Begin(turn.NowMs, turn.ElapsedMs);
        decide(_decision);
        foreach (var record in _decision.Records) turn.Append(new ShardRecord(record.Key, record.Value));
        foreach (var (token, response) in _decision.Completions) turn.Complete(token, response);
        foreach (var effect in _decision.Effects) turn.Emit(effect);
    }
}
