using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

public sealed class CoordinatorRuntimeTests
{
    private static RuntimeWorld<CounterState> World(CoordinatorRuntimeOptions? options = null) => new(() => new CounterState(), options);

    private static ShardDecision<CounterState> Add(params string[] words) => (state, turn, token) => state.Add(turn, token, words);

    private static readonly ShardDecision<CounterState> Read = (state, turn, token) => state.Read(turn, token);

    [Fact]
    public void A_partition_we_do_not_lead_is_not_ours()
    {
        var world = World();
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(world.Send<int>(Read)));
    }

    [Fact]
    public void While_the_log_is_replayed_requests_are_told_to_come_back()
    {
        var world = World();
        world.Runtime.Load(0, world.Log);
        var early = world.Send<int>(Read);
        world.Scheduler.RunAll();
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, RuntimeWorld<CounterState>.ErrorNow(early));
        Assert.True(world.Runtime.IsAnyLoading);
        Assert.Empty(world.Runtime.ActivePartitions);
        world.Run();
        Assert.Equal([0], world.Runtime.ActivePartitions);
        Assert.Equal(0, world.Answer(world.Send<int>(Read)));
    }

    [Fact]
    public void State_is_the_replay_of_the_log()
    {
        var world = World();
        world.Log.Records.AddRange([CounterState.Record("a"), CounterState.Record("b")]);
        world.Load();
        Assert.Equal(2, world.Answer(world.Send<int>(Read)));
    }

    [Fact]
    public void A_turns_records_are_one_batch_and_each_decision_sees_those_before_it()
    {
        var world = World();
        world.Load();
        var requests = new[] { world.Send<int>(Add("a")), world.Send<int>(Add("b", "c")), world.Send<int>(Read) };
        Assert.Equal([0, 1, 3], requests.Select(world.Answer));
        Assert.Equal([3], world.Log.BatchSizes);
    }

    [Fact]
    public void A_batch_is_closed_before_it_grows_too_large()
    {
        var world = World(new CoordinatorRuntimeOptions { BatchBytesMax = 3 });
        world.Load();
        var requests = new[] { world.Send<int>(Add("a", "b")), world.Send<int>(Add("c", "d", "e", "larger than a batch", "f")) };
        Assert.Equal([0, 2], requests.Select(world.Answer));
        Assert.Equal([3, 2, 1, 1], world.Log.BatchSizes);
    }

    [Fact]
    public void A_response_waits_until_everything_it_rests_on_is_committed()
    {
        var world = World();
        world.Load();
        world.Log.IsCommittedAtOnce = false;
        var first = world.Send<int>(Add("a"));
        world.Run();
        var (second, read) = (world.Send<int>(Add("b")), world.Send<int>(Read));
        world.Run();
        Assert.False(first.IsCompleted || second.IsCompleted || read.IsCompleted);
        world.Log.Commit(1);
        Assert.Equal(0, world.Answer(first));
        Assert.False(second.IsCompleted || read.IsCompleted);
        world.Log.Commit();
        Assert.Equal((1, 2), (world.Answer(second), world.Answer(read)));
    }

    [Fact]
    public void A_read_after_load_waits_for_replayed_records_to_be_committed()
    {
        var world = World();
        world.Log.Records.Add(CounterState.Record("a"));
        world.Log.IsCommittedAtOnce = false;
        world.Load();
        var read = world.Send<int>(Read);
        world.Run();
        Assert.False(read.IsCompleted);
        world.Log.Commit();
        Assert.Equal(1, world.Answer(read));
    }

    [Fact]
    public void A_request_may_be_answered_by_a_later_decision()
    {
        var world = World();
        world.Load();
        var waiting = world.Send<int>((state, _, token) => state.AwaitNext(token));
        world.Run();
        Assert.False(waiting.IsCompleted);
        world.Answer(world.Send<int>(Add("a")));
        Assert.Equal(0, world.Answer(waiting));
    }

    [Fact]
    public void A_failed_append_throws_the_state_away_and_everyone_who_waits_is_told()
    {
        var world = World();
        world.Load();
        world.Answer(world.Send<int>(Add("kept")));
        var waiting = world.Send<int>((state, _, token) => state.AwaitNext(token));
        world.Run();
        world.Log.AppendError = ErrorCode.KafkaStorageError;
        var failed = world.Send<int>(Add("lost"));
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(failed));
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(waiting));
        world.Log.AppendError = ErrorCode.None;
        Assert.Equal(1, world.Answer(world.Send<int>(Read)));
        Assert.Equal(2, world.Log.ReplayCount);
    }

    [Fact]
    public void Records_that_will_never_be_committed_end_the_state_built_on_them()
    {
        var world = World();
        world.Load();
        world.Log.IsCommittedAtOnce = false;
        var held = world.Send<int>(Add("a"));
        world.Run();
        world.Log.Records.Clear();
        world.Log.ReplayError = ErrorCode.NotLeaderOrFollower;
        world.Log.Fail(ErrorCode.NotLeaderOrFollower);
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(held));
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(world.Send<int>(Read)));
        world.Log.ReplayError = ErrorCode.None;
        world.Load();
        Assert.Equal(0, world.Answer(world.Send<int>(Read)));
    }

    [Fact]
    public void What_an_old_leadership_reports_late_does_not_touch_the_new_one()
    {
        var world = World();
        world.Load();
        world.Log.IsCommittedAtOnce = false;
        world.Send<int>(Add("a"));
        world.Run();
        var next = new MemoryShardLog();
        world.Runtime.Load(0, next);
        world.Run();
        world.Log.Fail(ErrorCode.NotLeaderOrFollower);
        Assert.Equal(0, world.Answer(world.Send<int>(Read)));
        Assert.Equal(1, next.ReplayCount);
    }

    [Fact]
    public void Lost_leadership_answers_everyone_and_stops_the_timer()
    {
        var world = World();
        world.Load();
        world.Answer(world.Send<int>((state, turn, token) => state.SetTimer(turn, token, 1_000)));
        var waiting = world.Send<int>((state, _, token) => state.AwaitNext(token));
        world.Run();
        world.Runtime.Unload(0);
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(waiting));
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(world.Send<int>(Read)));
        Assert.Equal(0, world.Timers.Count);
    }

    [Fact]
    public void Unloading_during_a_replay_ends_it()
    {
        var world = World();
        world.Log.Records.Add(CounterState.Record("a"));
        world.Runtime.Load(0, world.Log);
        world.Scheduler.RunAll();
        world.Runtime.Unload(0);
        world.Run();
        Assert.Empty(world.Faults);
        Assert.Empty(world.Runtime.ActivePartitions);
    }

    [Fact]
    public void Deadlines_run_when_they_come_and_write_records_too()
    {
        var world = World();
        world.Load();
        world.Answer(world.Send<int>((state, turn, token) => state.SetTimer(turn, token, 1_000)));
        world.Pass(999);
        Assert.Empty(world.Log.Records);
        world.Pass(1);
        Assert.Equal([CounterState.Record("timer at 1000").Key], world.Log.Records.Select(record => record.Key));
        Assert.Equal(0, world.Timers.Count);
    }

    [Fact]
    public void A_response_that_is_not_committed_in_time_is_refused_and_the_state_goes_on()
    {
        var world = World();
        world.Load();
        world.Log.IsCommittedAtOnce = false;
        var late = world.Send<int>(Add("a"));
        world.Run();
        world.Pass(4_999);
        Assert.False(late.IsCompleted);
        world.Pass(1);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, world.ErrorOf(late));
        world.Log.Commit();
        Assert.Equal(1, world.Answer(world.Send<int>(Read)));
    }

    [Fact]
    public void A_fault_in_a_decision_costs_its_request_and_reloads_the_rest_from_the_log()
    {
        var world = World();
        world.Load();
        world.Answer(world.Send<int>(Add("kept")));
        var faulty = world.Send<int>((state, _, _) =>
        {
            state.Words.Clear();
            throw new InvalidOperationException("broken");
        });
        Assert.Equal(ErrorCode.UnknownServerError, world.ErrorOf(faulty));
        Assert.Equal(["broken"], world.Faults);
        Assert.Equal(1, world.Answer(world.Send<int>(Read)));
    }

    [Fact]
    public void Too_many_requests_for_one_turn_are_refused()
    {
        var world = World(new CoordinatorRuntimeOptions { InboxCountMax = 1 });
        world.Load();
        var (first, second) = (world.Send<int>(Read), world.Send<int>(Read));
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, RuntimeWorld<CounterState>.ErrorNow(second));
        Assert.Equal(0, world.Answer(first));
    }

    [Fact]
    public async Task On_real_threads_every_request_is_decided_once_and_in_the_order_of_the_log()
    {
        const int senderCount = 4, perSender = 2_000;
        using var timers = new TimerQueue(TimeProvider.System, PoolScheduler.Instance);
        using var loading = new WorkerPool("load", 1, 10, _ => { });
        var log = new PoolCommittedLog();
        using var runtime = new CoordinatorRuntime<CounterState>(
            new CoordinatorRuntimeOptions { CommitTimeoutMs = 600_000 }, _ => new CounterState(), TimeProvider.System, timers,
            PoolScheduler.Instance, loading);
        runtime.Load(0, log);
        while ((await runtime.DecideAsync<int>(0, Read)).Error == ErrorCode.CoordinatorLoadInProgress) await Task.Yield();
        var senders = Enumerable.Range(0, senderCount).Select(sender => Task.Run(async () =>
        {
            var places = new List<int>();
            for (var i = 0; i < perSender; i++) places.Add((await runtime.DecideAsync<int>(0, Add($"{sender} {i}"))).Response);
            return places;
        })).ToList();
        var all = await Task.WhenAll(senders);
        Assert.All(all, places => Assert.Equal(places.Order(), places));
        Assert.Equal(Enumerable.Range(0, senderCount * perSender), all.SelectMany(places => places).Order());
        Assert.Equal(senderCount * perSender, log.RecordCount);
    }

    [Fact]
    public void Disposing_answers_everyone()
    {
        var world = World();
        world.Load();
        var waiting = world.Send<int>((state, _, token) => state.AwaitNext(token));
        world.Run();
        world.Runtime.Dispose();
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(waiting));
    }
}
