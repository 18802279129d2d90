using CsCheck;
using Levada.Coordination.Share;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Share;

public sealed class ShareCoordinatorTests
{
    private static readonly SharePartitionKey Key = new("group", new Uuid(1, 2), 3);
    private readonly Decision _decision = new();
    private readonly List<CoordinatorRecord> _log = [];
    private readonly ShareCoordinator _coordinator = new(updateCountMax: 3);

    [Fact]
    public void A_key_is_written_as_clients_ask_for_it() => Assert.Equal($"group:{Key.TopicId}:3", Key.CoordinatorKey);

    [Fact]
    public void What_was_never_initialized_is_neither_read_nor_written()
    {
        Assert.Equal(ErrorCode.InvalidRequest, Decide(decision => _coordinator.Read(Key, 0, decision).Error));
        Assert.Equal(ErrorCode.InvalidRequest, Write(0, 0, 0));
        Assert.Empty(_log);
    }

    [Fact]
    public void Older_leaders_and_older_states_are_fenced()
    {
        Initialize(stateEpoch: 5, startOffset: -1);
        Assert.Equal(ErrorCode.None, Decide(decision => _coordinator.Read(Key, 7, decision).Error));
        Assert.Equal(ErrorCode.FencedLeaderEpoch, Decide(decision => _coordinator.Read(Key, 6, decision).Error));
        Assert.Equal(ErrorCode.FencedLeaderEpoch, Write(5, 6, 0));
        Assert.Equal(ErrorCode.FencedStateEpoch, Write(4, 7, 0));
        Assert.Equal(ErrorCode.FencedStateEpoch, Decide(decision => _coordinator.Initialize(Key, 4, 0, decision)));
        Assert.Equal(ErrorCode.None, Write(5, 7, 0));
    }

    [Fact]
    public void A_state_begun_anew_forgets_what_was_acknowledged()
    {
        Initialize(stateEpoch: 0, startOffset: 0);
        Write(0, 0, 0, new StateBatch(0, 9, RecordState.Acknowledged, 1));
        Initialize(stateEpoch: 1, startOffset: 5);
        Assert.Equal((1, 5L, 0), (_coordinator.Find(Key)!.StateEpoch, _coordinator.Find(Key)!.StartOffset, _coordinator.Find(Key)!.Batches.Count));
    }

    [Fact]
    public void Initializing_again_with_the_same_values_writes_nothing()
    {
        Initialize(stateEpoch: 0, startOffset: -1);
        Initialize(stateEpoch: 0, startOffset: -1);
        Assert.Single(_log);
    }

    [Fact]
    public void Deleted_topics_take_their_states_along()
    {
        Initialize(stateEpoch: 0, startOffset: 0);
        Decide(decision =>
        {
            _coordinator.OnTopicsDeleted(new HashSet<Uuid> { Key.TopicId }, decision);
            return true;
        });
        Assert.Equal(0, _coordinator.StateCount);
        Assert.Equal(0, Replay(_log).StateCount);
    }

    [Fact]
    public void Records_from_before_a_snapshot_of_everything_are_not_needed()
    {
        Initialize(stateEpoch: 0, startOffset: 0);
        for (var i = 0; i < 10; i++) Write(0, 0, 0, new StateBatch(i * 2, i * 2, RecordState.Acknowledged, 1));
        var count = _log.Count;
        Decide(decision =>
        {
            _coordinator.SnapshotAll(decision);
            return true;
        });
        AssertSame(_coordinator.Find(Key)!, Replay(_log[count..]).Find(Key)!);
    }

    [Fact]
    public void Malformed_batches_are_refused()
    {
        Initialize(stateEpoch: 0, startOffset: 0);
        Assert.Equal(ErrorCode.InvalidRequest, Write(0, 0, 0, new StateBatch(5, 4, RecordState.Available, 1)));
        Assert.Equal(ErrorCode.InvalidRequest, Write(0, 0, 0, new StateBatch(-1, 4, RecordState.Available, 1)));
        Assert.Equal(ErrorCode.InvalidRequest, Write(0, 0, 0, new StateBatch(0, 4, (RecordState)9, 1)));
    }

    [Fact]
    public void The_state_of_every_offset_is_the_last_one_written_and_survives_replay()
    {
        var gen = Gen.Select(Gen.Int[0, 40], Gen.Int[1, 12], Gen.Int[0, 3].Select(state => state == 1 ? 4 : state), Gen.Int[0, 5], Gen.Int[0, 20]).Array[0, 40];
        gen.Sample(writes => new ShareCoordinatorTests().CheckWrites(writes), iter: 150);
    }

    private void CheckWrites((int First, int Count, int State, int DeliveryCount, int Start)[] writes)
    {
        Initialize(stateEpoch: 0, startOffset: 0);
        var expected = new Dictionary<long, (RecordState, short)>();
        var start = 0L;
        foreach (var write in writes)
        {
            var batch = new StateBatch(write.First, write.First + write.Count - 1, (RecordState)write.State, (short)write.DeliveryCount);
            Write(0, 0, write.Start, batch);
            start = Math.Max(start, write.Start);
            for (var offset = batch.First; offset <= batch.Last; offset++) expected[offset] = (batch.State, batch.DeliveryCount);
            var state = _coordinator.Find(Key)!;
            Assert.Equal(start, state.StartOffset);
            var told = state.Batches.SelectMany(one => Enumerable.Range((int)one.First, (int)(one.Last - one.First + 1))
                .Select(offset => ((long)offset, (one.State, one.DeliveryCount)))).ToArray();
            Assert.Equal(expected.Where(pair => pair.Key >= start).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)), told);
            AssertSame(state, Replay(_log).Find(Key)!);
        }
    }

    private static void AssertSame(PersistedShareState one, PersistedShareState other)
    {
        Assert.Equal(one with { Batches = [] }, other with { Batches = [] });
        Assert.Equal(one.Batches, other.Batches);
    }

    private static ShareCoordinator Replay(IEnumerable<CoordinatorRecord> log)
    {
        var coordinator = new ShareCoordinator(updateCountMax: 3);
        foreach (var record in log) coordinator.Apply(record);
        Assert.Equal(0, coordinator.SkippedRecordCount);
        return coordinator;
    }

    private void Initialize(int stateEpoch, long startOffset) =>
        Assert.Equal(ErrorCode.None, Decide(decision => _coordinator.Initialize(Key, stateEpoch, startOffset, decision)));

    private ErrorCode Write(int stateEpoch, int leaderEpoch, long startOffset, params StateBatch[] batches) =>
        Decide(decision => _coordinator.Write(Key, new ShareStateWrite(stateEpoch, leaderEpoch, startOffset, 0, batches), decision));

    private T Decide<T>(Func<Decision, T> decide)
    {
        _decision.Begin(1000, 0);
        var result = decide(_decision);
        foreach (var record in _decision.Records)
        {
            _log.Add(record);
            _coordinator.Apply(record);
        }

        return result;
    }
}
