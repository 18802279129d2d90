using System.Collections.Concurrent;
using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>One partition's loop: loads, decides, and throws an incarnation away when its log fails it.</summary>
internal sealed class Shard<TState> : ILoopOwner<ShardRequest<TState>>
    where TState : class, IShardState
{
    private readonly CoordinatorRuntime<TState> _runtime;
    private readonly SingleOwnerLoop<ShardRequest<TState>> _loop;
    private readonly ConcurrentQueue<Action> _controls = new();
    private readonly ShardTimer _timer;
    private ShardIncarnation<TState>? _incarnation;
    private volatile bool _isLoading;
    private long _armedAtMs = long.MaxValue;
    private int _isActive;

    public Shard(CoordinatorRuntime<TState> runtime, int partition)
    {
        _runtime = runtime;
        Partition = partition;
        _loop = new(this, runtime.Options.InboxCountMax, runtime.Scheduler);
        _timer = new(_loop.Wake);
    }

    public int Partition { get; }

    /// <summary>Whether requests are decided; may be read from any thread.</summary>
    public bool IsActive => Volatile.Read(ref _isActive) != 0;

    /// <summary>Whether the log is being replayed; may be read from any thread.</summary>
    public bool IsLoading => _isLoading;

    public void Post(ShardRequest<TState> request)
    {
        switch (_loop.Post(request))
        {
            case PostResult.Full: request.Refuse(ErrorCode.CoordinatorNotAvailable); break;
            case PostResult.Closed: request.Refuse(ErrorCode.NotCoordinator); break;
            default: break;
        }
    }

    public void Load(IShardLog log) => Control(() => BeginLoad(log));

    public void Close() => _loop.Close();

    public void OnTurn(ReadOnlySpan<ShardRequest<TState>> commands)
    {
        while (_controls.TryDequeue(out var control)) control();
        BeginTurn();
        if (_incarnation is { } incarnation && !_isLoading) Guard(incarnation, incarnation.RunTimers, null);
        foreach (var command in commands)
        {
            if (_isLoading) command.Refuse(ErrorCode.CoordinatorLoadInProgress);
            else if (_incarnation is { } current) Guard(current, () => current.Decide(command), command);
            else command.Refuse(ErrorCode.NotCoordinator);
        }

        if (_incarnation is { } last && !_isLoading) Guard(last, last.EndTurn, null);
        ArmTimer();
    }

    public void OnClosed(Exception? reason, ReadOnlySpan<ShardRequest<TState>> commands)
    {
        if (reason is not null) _runtime.Options.OnFault(Partition, reason);
        Drop();
        _runtime.Timers.Cancel(_timer);
        foreach (var command in commands) command.Refuse(ErrorCode.NotCoordinator);
    }

    private void Control(Action control)
    {
        _controls.Enqueue(control);
        _loop.Wake();
    }

    private void BeginTurn()
    {
        if (_incarnation is not { } incarnation || _isLoading) return;
        Guard(incarnation, () => incarnation.BeginTurn(_runtime.NowMs, _runtime.Timers.NowMs), null);
    }

    private void BeginLoad(IShardLog log)
    {
        Drop();
        var incarnation = new ShardIncarnation<TState>(_runtime.CreateState(Partition), log, _runtime.Options, _loop.Wake);
        _incarnation = incarnation;
        _isLoading = true;
        var ending = incarnation.Ending;
        _runtime.LoadScheduler.Schedule(new ShardLoad(() => Replay(incarnation, ending)));
    }

    private void Replay(ShardIncarnation<TState> incarnation, CancellationToken ending)
    {
        ShardLogOutcome outcome;
        try
        {
            outcome = incarnation.Replay(ending);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            _runtime.Options.OnFault(Partition, e);
            outcome = new(ErrorCode.UnknownServerError, 0);
        }

        Control(() => EndLoad(incarnation, outcome));
    }

    private void EndLoad(ShardIncarnation<TState> incarnation, ShardLogOutcome outcome)
    {
        if (incarnation != _incarnation) return;
        _isLoading = false;
        // A log that cannot be read is not reloaded from here: whoever mends the partition calls Load.
        if (outcome.Error != ErrorCode.None)
        {
            Drop();
            return;
        }

        Volatile.Write(ref _isActive, 1);
        BeginTurn();
        Guard(incarnation, () => incarnation.OnLoaded(outcome.EndOffset), null);
    }

    private void Guard(ShardIncarnation<TState> incarnation, Action step, ShardRequest<TState>? request)
    {
        try
        {
            step();
            if (incarnation.Error != ErrorCode.None) BeginLoad(incarnation.Log);
        }
        catch (Exception e)
        {
            // The state may be half changed: only its log is to be believed.
            _runtime.Options.OnFault(Partition, e);
            request?.Refuse(ErrorCode.UnknownServerError);
            BeginLoad(incarnation.Log);
        }
    }

    private void Drop()
    {
        Volatile.Write(ref _isActive, 0);
        _incarnation?.Dispose();
        _incarnation = null;
        _isLoading = false;
    }

    private void ArmTimer()
    {
        if (_armedAtMs <= _runtime.Timers.NowMs) _armedAtMs = long.MaxValue;
        if (_isLoading || _incarnation is not { } incarnation) return;
        var next = incarnation.NextDeadlineMs;
        // Armed too early costs one empty turn; moving it at every heartbeat would cost more.
        if (next >= _armedAtMs) return;
        _armedAtMs = next;
        _runtime.Timers.ArmAt(_timer, next);
    }

    private sealed class ShardTimer(Action wake) : TimerEntry
    {
        protected override void OnDue() => wake();
    }

    private sealed class ShardLoad(Action replay) : IThreadPoolWorkItem
    {
        public void Execute() => replay();
    }
}
