using Levada.Coordination.Share;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Share;

/// <summary>A share partition over a small log, with members, a disk that may refuse, and the naive rules beside it.</summary>
internal sealed class SharePartitionScenario
{
    private readonly Queue<ShareTransition> _writes = new();
    private readonly Queue<DeadLetterRange> _deadLetters = new();
    private readonly IReadOnlyList<(OffsetRange Range, bool IsVisible)> _log;
    private readonly ShareLimits _limits;
    private SharePartition _partition;
    private long _elapsedMs;

    /// <param name="log">Batches in order, with holes between them as compaction leaves them; invisible ones are control batches.</param>
    public SharePartitionScenario(IReadOnlyList<(OffsetRange Range, bool IsVisible)> log, ShareLimits limits)
    {
        _log = log;
        _limits = limits;
        _partition = new SharePartition(limits, 0, []);
    }

    public NaiveSharePartition Naive { get; } = new();
    public long LogEnd => _log.Count == 0 ? 0 : _log[^1].Range.Last + 1;
    public long StartOffset => _partition.StartOffset;
    /// <summary>What was written to the dead-letter topic.</summary>
    public HashSet<long> DeadLetters { get; } = [];

    public void Acquire(string member, int recordCountMax, int batchCount, int batchSize, AcquireMode mode)
    {
        if (_partition.NextFetchOffset is not { } fetchOffset || fetchOffset >= LogEnd) return;
        var read = _log.Where(batch => batch.Range.Last >= fetchOffset).Take(batchCount).ToArray();
        var request = new AcquireRequest(
            member, fetchOffset, [.. read.Where(batch => batch.IsVisible).Select(batch => batch.Range)], read[^1].Range.Last + 1, recordCountMax,
            batchSize, mode);
        // A whole batch may go beyond the limit, and holes are no records.
        var sizeMax = _limits.RecordLocksMax + _log.Max(batch => batch.Range.Count);
        var acquired = _partition.Acquire(request, _elapsedMs);
        foreach (var range in acquired) OnAcquired(member, range);
        if (mode == AcquireMode.RecordLimit) Assert.True(acquired.Sum(range => range.Last - range.First + 1) <= recordCountMax);
        var holeCount = Enumerable.Range(0, (int)LogEnd).Count(offset => !IsVisible(offset));
        Assert.True(_partition.EndOffset - _partition.StartOffset <= sizeMax + holeCount, "The window has grown beyond its bound.");
        Check();
    }

    public void Acknowledge(string member, long first, long last, IReadOnlyList<AcknowledgeType> types)
    {
        var batch = new AcknowledgementBatch(first, last, types);
        var isHeld = Offsets(first, last).Where(offset => offset >= _partition.StartOffset)
            .All(offset => Naive.At(offset) is { IsPending: false } known && known.Holder == member && offset < _partition.EndOffset);
        var error = _partition.Acknowledge(member, [batch], _elapsedMs, out var transition);
        Assert.Equal(isHeld, error == ErrorCode.None);
        if (error == ErrorCode.None)
        {
            foreach (var offset in Offsets(first, last).Where(offset => batch.TypeAt(offset) == AcknowledgeType.Renew && offset >= StartOffset))
                Naive.At(offset).LockedUntilMs = _elapsedMs + _limits.LockDurationMs;
        }

        Enqueue(transition, offset => batch.TypeAt(offset) == AcknowledgeType.Reject ? DeadLetterReason.Rejected : DeadLetterReason.Released);
        Check();
    }

    public void Leave(string member)
    {
        var transition = _partition.Release(member, 0);
        Assert.Equal(Naive.HeldBy(member).Any(held => !held.State.IsPending), transition is not null);
        Enqueue(transition, _ => DeadLetterReason.MemberLeft);
        Check();
    }

    public void Wait(int ms)
    {
        _elapsedMs += ms;
        var due = Naive.HeldTooLong(_elapsedMs).Select(held => held.Offset).ToHashSet();
        Assert.Equal(due.Count > 0, _partition.NextDeadlineMs <= _elapsedMs);
        var transition = _partition.ExpireLocks(_elapsedMs);
        Assert.Equal(due.Count > 0, transition is not null);
        foreach (var batch in transition?.Batches ?? []) Assert.True(Offsets(batch.First, batch.Last).All(due.Remove));
        Assert.Empty(due);
        Enqueue(transition, _ => DeadLetterReason.LockExpired);
        Check();
    }

    /// <summary>The oldest write is durable, or has failed.</summary>
    public void EndWrite(bool isDurable)
    {
        if (!_writes.TryDequeue(out var transition)) return;
        if (isDurable) Naive.Persist(transition);
        _partition.Complete(transition, isDurable ? ErrorCode.None : ErrorCode.CoordinatorNotAvailable);
        foreach (var batch in transition.Batches) Settle(batch, isDurable || transition.IsForced);
        Check();
    }

    /// <summary>Begins to write dead letters; each record is named once until the broker dies.</summary>
    public void TakeDeadLetters()
    {
        foreach (var range in _partition.TakeDeadLetters())
        {
            Assert.DoesNotContain(_deadLetters, other => other.First <= range.Last && range.First <= other.Last);
            foreach (var offset in Offsets(range.First, range.Last))
            {
                var known = Naive.At(offset);
                Assert.Equal((RecordState.Archiving, known.Count, known.Reason), (known.State, range.DeliveryCount, range.Reason));
            }

            _deadLetters.Enqueue(range);
        }
    }

    /// <summary>The oldest dead letters are written.</summary>
    public void EndDeadLetters()
    {
        if (!_deadLetters.TryDequeue(out var range)) return;
        foreach (var offset in Offsets(range.First, range.Last)) DeadLetters.Add(offset);
        Enqueue(_partition.FinishDeadLetters([range]), _ => DeadLetterReason.None);
        Check();
    }

    /// <summary>The broker dies: what is under way may or may not have reached the disk, in order.</summary>
    public void Crash(int durableWriteCount)
    {
        for (; durableWriteCount > 0 && _writes.TryDequeue(out var transition); durableWriteCount--) Naive.Persist(transition);
        _writes.Clear();
        _deadLetters.Clear();
        Naive.Crash(_limits.DeliveryCountMax);
        _partition = new SharePartition(_limits, Naive.PersistedStart, Naive.PersistedBatches());
        Check();
    }

    /// <summary>A member that accepts all it gets, until nothing is left.</summary>
    public void Drain()
    {
        while (_writes.Count > 0) EndWrite(isDurable: true);
        for (var round = 0; _partition.StartOffset < LogEnd; round++)
        {
            Assert.True(round < 10_000, $"Nothing moves at offset {_partition.StartOffset} of {LogEnd}.");
            Wait(_limits.LockDurationMs);
            Acquire("last", 100, _log.Count, 10, AcquireMode.BatchOptimized);
            foreach (var run in Naive.HeldBy("last").ToArray())
                Acknowledge("last", run.Offset, run.Offset, [AcknowledgeType.Accept]);
            TakeDeadLetters();
            while (_deadLetters.Count > 0) EndDeadLetters();
            while (_writes.Count > 0) EndWrite(isDurable: true);
        }
    }

    public bool IsVisible(long offset) => _log.Any(batch => batch.IsVisible && batch.Range.First <= offset && offset <= batch.Range.Last);

    private void Enqueue(ShareTransition? transition, Func<long, DeadLetterReason> reasonOf)
    {
        if (transition is null) return;
        _writes.Enqueue(transition);
        foreach (var batch in transition.Batches)
        {
            foreach (var offset in Offsets(batch.First, batch.Last))
            {
                Naive.At(offset).IsPending = true;
                if (batch.State == RecordState.Archiving) Naive.At(offset).Reason = reasonOf(offset);
            }
        }
    }

    private void Settle(StateBatch batch, bool isTaken)
    {
        foreach (var offset in Offsets(batch.First, batch.Last))
        {
            var known = Naive.At(offset);
            known.IsPending = false;
            if (!isTaken) continue;
            known.State = batch.State;
            known.Holder = null;
        }
    }

    private void OnAcquired(string member, AcquiredRange range)
    {
        foreach (var offset in Offsets(range.First, range.Last))
        {
            var known = Naive.At(offset);
            Assert.True(offset >= _partition.StartOffset && IsVisible(offset));
            Assert.Null(known.Holder);
            Assert.False(known.IsDone || known.IsPending);
            Assert.Equal(++known.Count, range.DeliveryCount);
            Assert.InRange(known.Count, 1, _limits.DeliveryCountMax);
            known.Holder = member;
            known.LockedUntilMs = _elapsedMs + _limits.LockDurationMs;
        }
    }

    /// <summary>The window tells the same of every offset as the naive rules.</summary>
    private void Check()
    {
        var next = _partition.StartOffset;
        foreach (var batch in _partition.States)
        {
            Assert.Equal(next, batch.First);
            next = batch.Last + 1;
            foreach (var offset in Offsets(batch.First, batch.Last).Where(IsVisible))
            {
                var known = Naive.At(offset);
                Assert.Equal((known.Holder is null ? known.State : RecordState.Acquired, known.Count), (batch.State, batch.DeliveryCount));
            }
        }

        Assert.Equal(next, _partition.EndOffset);
        foreach (var offset in Offsets(0, _partition.StartOffset - 1).Where(IsVisible)) Assert.True(Naive.At(offset).IsDone);
    }

    private static IEnumerable<long> Offsets(long first, long last)
    {
        for (var offset = first; offset <= last; offset++) yield return offset;
    }
}
