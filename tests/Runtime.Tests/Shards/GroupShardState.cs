using Levada.Coordination;
using Levada.Coordination.Groups;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A group coordinator as a shard: carries time in, records and answers out. The broker wires its shards alike.</summary>
internal sealed class GroupShardState(GroupCoordinator groups) : IShardState
{
    private readonly Decision _decision = new();

    public long NextDeadlineMs => groups.NextDeadlineMs;

    public void Apply(ShardRecord record) => groups.Apply(new CoordinatorRecord(record.Key, record.Value));

    public void OnLoaded(ShardTurn turn) => Decide(turn, static (groups, decision) => groups.OnLoaded(decision));

    public void OnTimer(ShardTurn turn) => Decide(turn, static (groups, decision) => groups.OnTimer(decision));

    /// <summary>Decides something that answers, if at all, by a completion.</summary>
    public void Decide(ShardTurn turn, Action<GroupCoordinator, Decision> decide)
    {
        _decision.Begin(turn.NowMs, turn.ElapsedMs);
        decide(groups, _decision);
        foreach (var record in _decision.Records) turn.Append(new ShardRecord(record.Key, record.Value));
        foreach (var (token, response) in _decision.Completions) turn.Complete(token, response);
    }

    /// <summary>Decides something that has its answer at once.</summary>
    public void Decide<TResponse>(ShardTurn turn, long token, Func<GroupCoordinator, Decision, TResponse> decide) where TResponse : notnull
    {
        TResponse? response = default;
        Decide(turn, (groups, decision) => response = decide(groups, decision));
        turn.Complete(token, response!);
    }
}
