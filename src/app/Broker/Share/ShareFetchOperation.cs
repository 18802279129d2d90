using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Runtime;

namespace Levada.Broker.Share;

/// <summary>A share fetch from its request to what it acquired: it reads, and with too little it waits until something comes or time is up.</summary>
internal sealed class ShareFetchOperation : IShareWaiter
{
    private readonly ShareFetchParameters _parameters;
    private readonly IReadOnlyList<ShareFetchPartition> _partitions;
    private readonly SharePartitions _hosts;
    private readonly TimerQueue _timers;
    private readonly Deadline _deadline;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOutOfTime;

    public ShareFetchOperation(
        ShareFetchParameters parameters, IReadOnlyList<ShareFetchPartition> partitions, SharePartitions hosts, TimerQueue timers)
    {
        _parameters = parameters;
        _partitions = partitions;
        _hosts = hosts;
        _timers = timers;
        _deadline = new Deadline(this);
        foreach (var partition in partitions) partition.Waiter = new LinkedListNode<IShareWaiter>(this);
    }

    public bool IsPatient => _parameters.BytesMin > 1;

    void IShareWaiter.Wake() => Volatile.Read(ref _woken).TrySetResult();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A connection that closed takes nothing any more.
        await using var closing = cancellationToken.Register(static wait => ((ShareFetchOperation)wait!).EndTime(), this);
        if (_parameters.MaxWaitMs > 0) _timers.Arm(_deadline, _parameters.MaxWaitMs);
        else _isOutOfTime = true;
        try
        {
            while (true)
            {
                await LoadAsync();
                if (cancellationToken.IsCancellationRequested || TryAcquire() || _isOutOfTime) return;
                await WaitAsync();
            }
        }
        finally
        {
            _timers.Cancel(_deadline);
            foreach (var partition in _partitions) partition.Host?.WakeNext();
        }
    }

    private async Task LoadAsync()
    {
        foreach (var partition in _partitions)
        {
            if (partition.Host is { IsClosed: false }) continue;
            partition.Host = _hosts.Find(new SharePartitionKey(_parameters.GroupId, partition.TopicId, partition.Partition));
            partition.Error = partition.Host is { } host
                ? ErrorOf(await host.EnsureLoadedAsync())
                : _hosts.IsTopicKnown(partition.TopicId) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownTopicId;
        }
    }

    /// <summary>What a client is told when a state cannot be loaded.</summary>
    private static ErrorCode ErrorOf(ErrorCode loading) => loading switch
    {
        ErrorCode.None => ErrorCode.None,
        ErrorCode.FencedLeaderEpoch or ErrorCode.FencedStateEpoch => ErrorCode.NotLeaderOrFollower,
        ErrorCode.NotCoordinator or ErrorCode.CoordinatorLoadInProgress or ErrorCode.CoordinatorNotAvailable => ErrorCode.CoordinatorNotAvailable,
        // Not initialized: the group has not assigned it yet, or has just been deleted.
        ErrorCode.InvalidRequest => ErrorCode.UnknownTopicOrPartition,
        _ => loading,
    };

    /// <returns>Whether there is something to answer with.</returns>
    private bool TryAcquire()
    {
        var byteCount = 0;
        var isUrgent = _partitions.Count == 0;
        foreach (var partition in _partitions)
        {
            if (partition.Error == ErrorCode.None && byteCount < _parameters.BytesMax) byteCount += Read(partition, byteCount);
            isUrgent |= partition.Error != ErrorCode.None;
        }

        var isEnough = isUrgent || _isOutOfTime || byteCount >= _parameters.BytesMin;
        var leftCount = _parameters.RecordCountMax;
        foreach (var partition in _partitions)
        {
            if (partition.Read is not { } read) continue;
            partition.Read = null;
            if (isEnough && leftCount > 0 && read.EndOffset >= 0) leftCount -= Acquire(partition, read, leftCount);
            else partition.Host!.EndRead(read);
        }

        return isUrgent || leftCount < _parameters.RecordCountMax;
    }

    private int Read(ShareFetchPartition partition, int byteCount)
    {
        if (!partition.Host!.TryBeginRead(out var fetchOffset, out var freshOffset)) return 0;
        partition.FetchOffset = fetchOffset;
        var read = ShareRead.At(
            partition.Host.Hosted, fetchOffset, _parameters.IsReadCommitted, _parameters.BytesMax - byteCount, isOneBatchRequired: byteCount == 0,
            new ShareReadLimit(freshOffset, _parameters.RecordCountMax));
        partition.Read = read;
        // The log start moved past it meanwhile: the next read begins there.
        if (read.Error != ErrorCode.OffsetOutOfRange) partition.Error = read.Error;
        return read.Range.ByteCount;
    }

    private int Acquire(ShareFetchPartition partition, ShareRead read, int leftCount)
    {
        partition.Acquired = partition.Host!.Acquire(read, new AcquireRequest(
            _parameters.MemberId, partition.FetchOffset, read.BatchesForMembers, read.EndOffset, leftCount, _parameters.BatchSize, _parameters.Mode)
        {
            SessionNumber = _parameters.SessionNumber,
        });
        partition.Records = read.Slice(partition.Acquired);
        return (int)partition.Acquired.Sum(range => range.Last - range.First + 1);
    }

    private async Task WaitAsync()
    {
        var isWaiting = true;
        foreach (var partition in _partitions) isWaiting = isWaiting && partition.Host!.TryWait(partition.Waiter!);
        if (isWaiting && !_isOutOfTime) await _woken.Task;
        foreach (var partition in _partitions) partition.Host!.StopWaiting(partition.Waiter!);
        // Who wakes from now on means the next round.
        Volatile.Write(ref _woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private void EndTime()
    {
        _isOutOfTime = true;
        Volatile.Read(ref _woken).TrySetResult();
    }

    private sealed class Deadline(ShareFetchOperation fetch) : TimerEntry
    {
        protected override void OnDue() => fetch.EndTime();
    }
}
