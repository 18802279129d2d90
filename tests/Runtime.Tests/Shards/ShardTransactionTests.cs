using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

public sealed class ShardTransactionTests
{
    private readonly List<object> _effects = [];
    private readonly List<CounterState> _states = [];

    [Fact]
    public void What_is_emitted_is_done_when_it_is_committed_and_not_before()
    {
        var world = World();
        world.Log.IsCommittedAtOnce = false;
        world.Load();
        var request = world.Send<int>((state, turn, token) => state.AddAndEmit(turn, token, "a"));
        world.Run();
        Assert.Empty(_effects);
        world.Log.Commit();
        world.Answer(request);
        Assert.Equal(["told of a"], _effects);
    }

    [Fact]
    public void What_is_emitted_by_a_lost_decision_is_never_done()
    {
        var world = World();
        world.Log.IsCommittedAtOnce = false;
        world.Load();
        var request = world.Send<int>((state, turn, token) => state.AddAndEmit(turn, token, "a"));
        world.Run();
        world.Log.Fail(ErrorCode.KafkaStorageError);
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(request));
        world.Log.Commit();
        world.Run();
        Assert.Empty(_effects);
    }

    [Fact]
    public void Records_of_a_transaction_are_a_batch_of_their_own_between_the_others()
    {
        var world = World();
        world.Load();
        Task<ShardReply<int>>[] requests =
        [
            world.Send<int>((state, turn, token) => state.Add(turn, token, "a", "b")),
            world.Send<int>((state, turn, token) => state.AddInTransaction(turn, token, "c", 7)),
            world.Send<int>((state, turn, token) => state.Add(turn, token, "d")),
            world.Send<int>((state, turn, token) => state.EndTransaction(turn, token, 7, isCommit: true)),
        ];
        Assert.Equal([0, 2, 3, 4], requests.Select(world.Answer));
        Assert.Equal([2, 1, 1], world.Log.BatchSizes);
        Assert.Equal(["a", "b", "c of 7", "d", "commit of 7"], _states[^1].Words);
    }

    [Fact]
    public void Transactions_and_their_ends_are_replayed()
    {
        var world = World();
        world.Load();
        world.Send<int>((state, turn, token) => state.AddInTransaction(turn, token, "c", 7));
        world.Send<int>((state, turn, token) => state.EndTransaction(turn, token, 7, isCommit: false));
        world.Run();
        world.Load();
        Assert.Equal(2, _states.Count);
        Assert.Equal(["c of 7", "abort of 7"], _states[^1].Words);
    }

    [Fact]
    public void A_producer_that_the_partition_refuses_is_told_and_nothing_else_is_lost()
    {
        var world = World();
        world.Load();
        world.Log.RefusalOfProducers = ErrorCode.InvalidProducerEpoch;
        var before = world.Send<int>((state, turn, token) => state.Add(turn, token, "a"));
        var refused = world.Send<int>((state, turn, token) => state.AddInTransaction(turn, token, "c", 7));
        var marker = world.Send<int>((state, turn, token) => state.EndTransaction(turn, token, 7, isCommit: true));
        var after = world.Send<int>((state, turn, token) => state.Add(turn, token, "b"));
        Assert.Equal(0, world.Answer(before));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, world.ErrorOf(refused));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, world.ErrorOf(marker));
        Assert.Equal(1, world.Answer(after));
        Assert.Equal(["a", "b"], Assert.Single(_states).Words);
    }

    private RuntimeWorld<CounterState> World() => new(Create, new CoordinatorRuntimeOptions { OnEffect = _effects.Add });

    private CounterState Create()
    {
        _states.Add(new CounterState());
        return _states[^1];
    }
}
