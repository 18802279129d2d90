using Levada.Broker.Data;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Protocol;
using Levada.Replication;
using Levada.Runtime;

namespace Levada.Broker.Share;

/// <summary>A share partition with what sharing it between members takes: its gate, its timer, its persistence, and who waits.</summary>
/// <remarks>
/// The gate is held for decisions only, never while reading, persisting or waking. One share fetch at a time reads for it, so
/// that no two read the same records; whoever waits is woken one after the other.
/// </remarks>
internal sealed class SharePartitionHost : TimerEntry, IOffsetWaiter
{
    private readonly Lock _gate = new();
    private readonly SharePartitionEnvironment _environment;
    private readonly LinkedList<IShareWaiter> _waiters = new();
    private readonly OffsetWait _dataWait;
    private readonly Lazy<Task<ErrorCode>> _loading;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationToken _closed;
    private SharePartition? _partition;
    private int _stateEpoch;
    private int _leaderEpoch;
    private long _readableEnd;
    private long _seenHighWatermark;
    private bool _isBeingRead;
    private bool _isWritingDeadLetters;
    private bool _isClosed;
    private long _armedAtMs = long.MaxValue;

    public SharePartitionHost(SharePartitionKey key, HostedPartition hosted, SharePartitionEnvironment environment)
    {
        Key = key;
        Hosted = hosted;
        _environment = environment;
        _dataWait = new OffsetWait(this);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(environment.Stopping);
        _closed = _closing.Token;
        _loading = new Lazy<Task<ErrorCode>>(LoadAsync);
    }

    public SharePartitionKey Key { get; }
    public HostedPartition Hosted { get; }

    /// <summary>Whether it may not be used any more: another state has taken its place, or it could not be loaded.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Ends when the persisted state is known, or with the reason why it is not.</summary>
    public Task<ErrorCode> EnsureLoadedAsync() => _loading.Value;

    /// <summary>How far the group has come; null while that is not known here.</summary>
    public ShareProgress? FindProgress()
    {
        var logStartOffset = LogStartOffset();
        lock (_gate)
        {
            if (FindUnderGate() is not { } partition) return null;
            partition.AdvanceLogStart(logStartOffset);
            return partition.Progress;
        }
    }

    /// <summary>Claims the partition for one reader; false while another reads, or while nothing can be acquired.</summary>
    /// <param name="freshOffset">From here on nothing was ever delivered, so that nobody holds any of it.</param>
    public bool TryBeginRead(out long fetchOffset, out long freshOffset)
    {
        fetchOffset = freshOffset = -1;
        var logStartOffset = LogStartOffset();
        lock (_gate)
        {
            if (_isBeingRead || FindUnderGate() is not { } partition) return false;
            partition.AdvanceLogStart(logStartOffset);
            if (partition.NextFetchOffset is not { } next) return false;
            fetchOffset = next;
            freshOffset = partition.EndOffset;
            return _isBeingRead = true;
        }
    }

    /// <summary>Gives the member what was read, as far as nobody holds it, and ends the claim.</summary>
    public IReadOnlyList<AcquiredRange> Acquire(ShareRead read, AcquireRequest request)
    {
        lock (_gate)
        {
            EndReadUnderGate(read);
            if (_isClosed || _partition is not { } partition) return [];
            var acquired = partition.Acquire(request, _environment.Timers.NowMs);
            ArmUnderGate();
            BeginDeadLettersUnderGate();
            return acquired;
        }
    }

    /// <summary>Ends the claim of a reader that acquires nothing.</summary>
    public void EndRead(ShareRead read)
    {
        lock (_gate) EndReadUnderGate(read);
    }

    /// <summary>Has a share fetch woken when there may be something to acquire; false when that is so already.</summary>
    public bool TryWait(LinkedListNode<IShareWaiter> waiter)
    {
        lock (_gate)
        {
            if (_isClosed || !waiter.Value.IsPatient && IsAcquirableUnderGate()) return false;
            if (waiter.List is null) _waiters.AddLast(waiter);
            if (!NeedsDataUnderGate()) return true;
        }

        return TryWaitForData();
    }

    public void StopWaiting(LinkedListNode<IShareWaiter> waiter)
    {
        lock (_gate)
        {
            if (waiter.List == _waiters) _waiters.Remove(waiter);
        }
    }

    /// <summary>Wakes the next who waits if there is something to acquire, and watches for data if there is not.</summary>
    public void WakeNext()
    {
        bool isAcquirable;
        bool needsData;
        lock (_gate)
        {
            isAcquirable = IsAcquirableUnderGate();
            needsData = !isAcquirable && _waiters.Count > 0 && NeedsDataUnderGate();
        }

        if (isAcquirable || needsData && !TryWaitForData()) WakeOne();
    }

    /// <summary>Takes a member's word; ends when that is persisted.</summary>
    public async Task<ErrorCode> AcknowledgeAsync(string memberId, IReadOnlyList<AcknowledgementBatch> batches)
    {
        ShareTransition? transition;
        lock (_gate)
        {
            if (FindUnderGate() is not { } partition) return ErrorCode.InvalidRecordState;
            var error = partition.Acknowledge(memberId, batches, _environment.Timers.NowMs, out transition);
            ArmUnderGate();
            if (error != ErrorCode.None) return error;
        }

        return await PersistAsync(transition);
    }

    /// <summary>Takes back what a member holds since its session, or since an earlier one.</summary>
    public Task<ErrorCode> ReleaseAsync(ShareSession session)
    {
        ShareTransition? transition;
        lock (_gate) transition = FindUnderGate()?.Release(session.MemberId, session.Number);
        return PersistAsync(transition);
    }

    /// <summary>Ends its use: everyone who waits looks again and finds what took its place.</summary>
    public void Close()
    {
        IShareWaiter[] waiters;
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            waiters = [.. _waiters];
            _waiters.Clear();
        }

        _closing.Cancel();
        _closing.Dispose();
        _environment.Timers.Cancel(this);
        lock (Hosted.Gate) Hosted.Partition.Waits.Remove(_dataWait);
        foreach (var waiter in waiters) waiter.Wake();
    }

    /// <summary>A lock's time is over.</summary>
    protected override void OnDue()
    {
        ShareTransition? expired;
        lock (_gate)
        {
            _armedAtMs = long.MaxValue;
            expired = FindUnderGate()?.ExpireLocks(_environment.Timers.NowMs);
            ArmUnderGate();
        }

        _ = PersistAsync(expired);
    }

    void IOffsetWaiter.OnSatisfied(OffsetWait wait)
    {
        if (wait.Error == ErrorCode.None) WakeOne();
        else Close();
    }

    private bool TryWaitForData()
    {
        var seen = Volatile.Read(ref _seenHighWatermark);
        lock (Hosted.Gate)
        {
            var partition = Hosted.Partition;
            if (Hosted.Unavailable != ErrorCode.None || partition.HighWatermark > seen) return false;
            if (_dataWait.IsLinked || _dataWait.IsBeingTold) return true;
            partition.Waits.Add(_dataWait, partition.HighWatermark + 1);
            if (partition.NeedsFlushToAdvance) _environment.Flusher.RequestUnderGate(Hosted);
            return true;
        }
    }

    private bool IsAcquirableUnderGate() => !_isBeingRead && _partition?.NextFetchOffset is { } next && next < _readableEnd;

    /// <summary>Whether only new records can bring something; a reader wakes others itself, and so does an acknowledgement.</summary>
    private bool NeedsDataUnderGate() => !_isBeingRead && _partition?.NextFetchOffset is not null;

    private void EndReadUnderGate(ShareRead read)
    {
        _isBeingRead = false;
        _readableEnd = read.ReadableEndOffset;
        Volatile.Write(ref _seenHighWatermark, read.HighWatermark);
    }

    private void WakeOne()
    {
        IShareWaiter? waiter;
        do
        {
            lock (_gate)
            {
                waiter = _waiters.First?.Value;
                if (waiter is not null) _waiters.RemoveFirst();
            }

            waiter?.Wake();
        }
        while (waiter is { IsPatient: true });
    }

    /// <summary>What is shared, by the limits of now; null while it is not loaded or not to be used any more.</summary>
    private SharePartition? FindUnderGate()
    {
        if (_isClosed || _partition is not { } partition) return null;
        partition.Limits = _environment.LimitsOf(Key.GroupId);
        return partition;
    }

    private async Task<ErrorCode> PersistAsync(ShareTransition? transition)
    {
        if (transition is null) return ErrorCode.None;
        var write = new ShareStateWrite(_stateEpoch, _leaderEpoch, transition.StartOffset, transition.DeliveryCompleteCount, transition.Batches);
        var error = await _environment.States.WriteAsync(Key, write);
        lock (_gate)
        {
            _partition!.Complete(transition, error);
            ArmUnderGate();
            BeginDeadLettersUnderGate();
        }

        // Another leader or another state: what this one knows is worth nothing any more.
        if (error is ErrorCode.FencedStateEpoch or ErrorCode.FencedLeaderEpoch or ErrorCode.InvalidRequest) Close();
        else WakeNext();
        return error;
    }

    private async Task<ErrorCode> LoadAsync()
    {
        await Task.Yield();
        lock (Hosted.Gate) _leaderEpoch = Hosted.Partition.LeaderEpoch.Value;
        var read = await _environment.States.ReadAsync(Key, _leaderEpoch);
        var error = read.Error;
        if (read.State is { } state) error = await LoadAsync(state);
        if (error != ErrorCode.None) Close();
        return error;
    }

    private async Task<ErrorCode> LoadAsync(PersistedShareState state)
    {
        _stateEpoch = state.StateEpoch;
        var startOffset = state.StartOffset;
        if (startOffset == PersistedShareState.UninitializedStartOffset)
        {
            // Persisted before anything is delivered: after a crash the same "latest" would be another offset.
            startOffset = ResetOffset();
            var error = await _environment.States.WriteAsync(Key, new ShareStateWrite(_stateEpoch, _leaderEpoch, startOffset, 0, []));
            if (error != ErrorCode.None) return error;
        }

        lock (_gate)
        {
            _partition = new SharePartition(_environment.LimitsOf(Key.GroupId), startOffset, state.Batches);
            BeginDeadLettersUnderGate();
        }

        return ErrorCode.None;
    }

    /// <summary>Has the records written that were given up, unless that is under way.</summary>
    private void BeginDeadLettersUnderGate()
    {
        if (_isClosed || _isWritingDeadLetters || _partition!.TakeDeadLetters() is not { Count: > 0 } ranges) return;
        _isWritingDeadLetters = true;
        _ = WriteDeadLettersAsync(ranges);
    }

    private async Task WriteDeadLettersAsync(IReadOnlyList<DeadLetterRange> ranges)
    {
        try
        {
            await _environment.DeadLetters.WriteAsync(Key, Hosted, ranges, _closed);
        }
        catch (OperationCanceledException)
        {
            // Whoever loads the state next writes them.
            return;
        }

        ShareTransition? done;
        lock (_gate)
        {
            done = _partition!.FinishDeadLetters(ranges);
            _isWritingDeadLetters = false;
        }

        await PersistAsync(done);
    }

    /// <summary>Where a group begins that has no offset yet.</summary>
    private long ResetOffset()
    {
        var reset = _environment.SettingsOf(Key.GroupId).ShareOffsetReset;
        lock (Hosted.Gate)
        {
            var partition = Hosted.Partition;
            return reset.Kind switch
            {
                ShareOffsetResetKind.Earliest => partition.Log.LogStartOffset,
                ShareOffsetResetKind.ByDuration =>
                    partition.Log.FindByTimestamp(_environment.Clock.NowMs - reset.DurationMs, partition.HighWatermark)?.Offset ?? partition.HighWatermark,
                _ => partition.HighWatermark,
            };
        }
    }

    private long LogStartOffset()
    {
        lock (Hosted.Gate) return Hosted.Partition.Log.LogStartOffset;
    }

    private void ArmUnderGate()
    {
        if (_isClosed || _partition is not { } partition) return;
        var next = partition.NextDeadlineMs;
        if (next >= _armedAtMs) return;
        _armedAtMs = next;
        _environment.Timers.ArmAt(this, next);
    }
}
