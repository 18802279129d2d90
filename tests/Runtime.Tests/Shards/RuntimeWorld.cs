using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A runtime on manual time and manual scheduling: nothing happens between two calls.</summary>
internal sealed class RuntimeWorld<TState> where TState : class, IShardState
{
    public RuntimeWorld(Func<TState> createState, CoordinatorRuntimeOptions? options = null)
    {
        Timers = new TimerQueue(Time, Scheduler);
        Runtime = new CoordinatorRuntime<TState>(
            (options ?? new CoordinatorRuntimeOptions()) with { OnFault = (_, e) => Faults.Add(e.Message) },
            _ => createState(), Time, Timers, Scheduler, Loading);
    }

    public ManualTime Time { get; } = new();
    public ManualScheduler Scheduler { get; } = new();
    public ManualScheduler Loading { get; } = new();
    public TimerQueue Timers { get; }
    public CoordinatorRuntime<TState> Runtime { get; }
    public MemoryShardLog Log { get; } = new();
    public List<string> Faults { get; } = [];

    public void Load()
    {
        Runtime.Load(0, Log);
        Run();
    }

    /// <summary>Runs turns and replays until nothing is left to do.</summary>
    public void Run()
    {
        do
        {
            Scheduler.RunAll();
            Loading.RunAll();
        }
        while (Scheduler.Count > 0);
    }

    public void Pass(long ms)
    {
        Time.Advance(ms);
        Run();
    }

    /// <summary>Sends a request; it is decided at the next <see cref="Run"/>.</summary>
    public Task<ShardReply<T>> Send<T>(ShardDecision<TState> decide) => Runtime.DecideAsync<T>(0, decide);

    public T Answer<T>(Task<ShardReply<T>> task)
    {
        Run();
        Assert.True(task.IsCompletedSuccessfully, "The request has no answer.");
        Assert.Equal(ErrorCode.None, task.Result.Error);
        return task.Result.Response!;
    }

    public ErrorCode ErrorOf<T>(Task<ShardReply<T>> task)
    {
        Run();
        return ErrorNow(task);
    }

    public static ErrorCode ErrorNow<T>(Task<ShardReply<T>> task)
    {
        Assert.True(task.IsCompletedSuccessfully, "The request has no answer.");
        return task.Result.Error;
    }
}
