using System.Collections.Concurrent;
using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>Hosts one replicated state machine per partition of an internal topic.</summary>
/// <remarks>
/// A shard is loaded by replaying its partition. All records decided in one turn are appended as one batch and applied
/// before the next decision; responses leave when everything appended so far is committed, and many are under way at once. When
/// an append fails or leadership goes, the state is thrown away and everyone who waits is told NOT_COORDINATOR. Requests
/// may come from any thread; <see cref="Load"/> and <see cref="Unload"/> of one partition come one at a time.
/// </remarks>
public sealed class CoordinatorRuntime<TState> : IDisposable
    where TState : class, IShardState
{
    private readonly ConcurrentDictionary<int, Shard<TState>> _shards = new();
    private readonly TimeProvider _time;

    /// <param name="createState">Makes a shard's empty state, for the partition given.</param>
    /// <param name="loadScheduler">Where replays run: they block. A <see cref="WorkerPool"/>.</param>
    public CoordinatorRuntime(
        CoordinatorRuntimeOptions options,
        Func<int, TState> createState,
        TimeProvider time,
        TimerQueue timers,
        IWorkScheduler scheduler,
        IWorkScheduler loadScheduler)
    {
        Options = options;
        CreateState = createState;
        _time = time;
        Timers = timers;
        Scheduler = scheduler;
        LoadScheduler = loadScheduler;
    }

    internal CoordinatorRuntimeOptions Options { get; }
    internal Func<int, TState> CreateState { get; }
    internal TimerQueue Timers { get; }
    internal IWorkScheduler Scheduler { get; }
    internal IWorkScheduler LoadScheduler { get; }
    internal long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The partitions that decide requests now, in ascending order.</summary>
    public IReadOnlyList<int> ActivePartitions =>
        [.. _shards.Values.Where(shard => shard.IsActive).Select(shard => shard.Partition).Order()];

    /// <summary>Whether any partition is being replayed: what all shards know together is incomplete.</summary>
    public bool IsAnyLoading => _shards.Values.Any(shard => shard.IsLoading);

    /// <summary>This broker leads the partition now: replay it and decide. Loading again drops what was there.</summary>
    public void Load(int partition, IShardLog log) =>
        _shards.GetOrAdd(partition, static (number, runtime) => new Shard<TState>(runtime, number), this).Load(log);

    /// <summary>This broker does not lead the partition any more.</summary>
    public void Unload(int partition)
    {
        if (_shards.TryRemove(partition, out var shard)) shard.Close();
    }

    /// <summary>Has a request decided on the partition's shard; the task ends when its answer is committed, or with an error.</summary>
    public Task<ShardReply<TResponse>> DecideAsync<TResponse>(int partition, ShardDecision<TState> decide)
    {
        var request = new AwaitedShardRequest<TState, TResponse>(decide);
        if (_shards.TryGetValue(partition, out var shard)) shard.Post(request);
        else request.Refuse(ErrorCode.NotCoordinator);
        return request.Reply;
    }

    /// <summary>Ends all shards; everyone who waits is told NOT_COORDINATOR.</summary>
    public void Dispose()
    {
        foreach (var partition in _shards.Keys) Unload(partition);
    }
}
