using Levada.Log;
using Levada.Protocol;

namespace Levada.Simulation.Tests.Logs;

/// <summary>One partition with its clients on a simulated disk; a seed decides everything that happens.</summary>
/// <remarks>
/// The promises it watches: what was acknowledged stays, what was visible never changes, a restarted log opens and its indexes,
/// epochs and producers agree with its records, and an idempotent producer that retries has every batch exactly once.
/// </remarks>
internal sealed class LogWorld
{
    private const string Root = "data";
    private const string Directory = "data/t-0";
    private const long StartMs = 1_700_000_000_000;

    private readonly LogScenario _scenario;
    private readonly SeededRandom _random;
    private readonly ManualClock _clock = new(StartMs);
    private readonly SimulatedScheduler _scheduler;
    private readonly DiskTrace? _trace;
    private readonly LogCheckpointFile _checkpoint = new(Root);
    private readonly SimulatedProducer[] _producers = [new(1_001), new(1_002), new(1_003), new(-1)];
    private readonly SortedDictionary<long, LogEntry> _visible = [];
    private SortedDictionary<long, LogEntry> _written = [];
    private SimulatedDisk _disk;
    private PartitionLog _log = null!;
    private long _nextValue = 1;
    private int _epoch;
    private long _visibleEnd;
    private long _promisedEnd;
    private long _deletableEnd;
    private long _storedLogStart;
    private bool _isFlushing;
    private bool _isCheckpointing;
    private bool _isExpiring;
    private bool _isMended;

    public LogWorld(ulong seed, LogScenario scenario, DiskTrace? trace = null)
    {
        _scenario = scenario;
        _random = new SeededRandom(seed);
        _scheduler = new SimulatedScheduler(_clock, _random.Fork());
        _trace = trace;
        _disk = new SimulatedDisk(_random.Fork(), _clock) { Trace = trace };
        _disk.CreateDirectory(Root);
        _disk.FlushDirectory("");
        OpenLog();
    }

    private LogOptions Options => new()
    {
        SegmentBytesMax = _scenario.SegmentBytesMax,
        SegmentMs = 60_000,
        IndexIntervalBytes = 512,
        RetentionBytes = 20_000,
        RetentionMs = 600_000,
        Durability = _scenario.Durability,
    };

    /// <summary>The end of what readers may see and producers may be told of.</summary>
    private long CountedEnd => _log.CountedEndPosition.Offset;

    public void Run(int stepCount)
    {
        for (var step = 0; step < stepCount; step++) Attempt(Step);
        // The run ends with what every client hopes for: a healthy disk, and the retries answered.
        _isMended = true;
        Restart(isPowerLoss: false);
        Flush();
        VerifyExactlyOnce();
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 40: Produce(); break;
            case < 52: BeginFlush(); break;
            case < 72: _scheduler.RunNext(); break;
            case < 77: BeginCheckpoint(); break;
            case < 82: ApplyRetention(); break;
            case < 84: DeleteRecords(); break;
            case < 86: Truncate(); break;
            case < 89: RetryAcknowledged(); break;
            case < 91: VerifyReads(); break;
            case < 93: Restart(isPowerLoss: false); break;
            case < 95: Restart(_scenario.HasPowerLoss); break;
            case < 96: CloseAndReopen(); break;
            default: _clock.Advance(_random.NextBetween(0, 30_000)); break;
        }

        MoveVisibleEnd();
    }

    /// <summary>Does one thing; a disk that fails takes the broker down, and someone mends the disk.</summary>
    private void Attempt(Action action)
    {
        for (var next = action; ;)
        {
            try
            {
                next();
                return;
            }
            catch (IOException error)
            {
                Note($"disk error: {error.Message}");
                var isPowerLoss = _scenario.HasPowerLoss && _random.NextBoolean();
                next = () => Restart(isPowerLoss);
            }
        }
    }

    private void Produce()
    {
        var producer = _producers[_random.Next(_producers.Length)];
        if (!producer.CanSend) return;
        var count = _random.NextBetween(1, 4);
        var values = new long[count];
        var timestamps = new long[count];
        var paddings = new int[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = _nextValue++;
            timestamps[index] = _clock.NowMs - _random.Next(1_000);
            paddings[index] = _random.Next(10) == 0 ? _random.Next(1_500) : _random.Next(100);
        }

        Send(producer, producer.Create(values, timestamps, paddings));
    }

    private void Send(SimulatedProducer producer, SentBatch batch)
    {
        var result = _log.Append(producer.ToBytes(batch), new AppendContext(AppendOrigin.Client, new LeaderEpoch(_epoch), _clock.NowMs));
        Note($"append {batch.BaseSequence} {batch.Values.Length}: {result.Error} {result.BaseOffset} {result.IsDuplicate}");
        SimulationFailure.Require(
            result.Error == ErrorCode.None, () => $"a batch of sequence {batch.BaseSequence} was refused: {result.Error} {result.Reason}");
        batch.BaseOffset = result.BaseOffset;
        for (var index = 0; index < batch.Values.Length; index++)
        {
            var offset = result.BaseOffset + index;
            if (!result.IsDuplicate) _written.Add(offset, new LogEntry(batch.Values[index], _epoch, batch.TimestampsMs[index]));
            else RequireValue(offset, batch.Values[index]);
        }
    }

    private void RequireValue(long offset, long value) => SimulationFailure.Require(
        offset < _log.LogStartOffset || (_written.TryGetValue(offset, out var entry) && entry.Value == value),
        () => $"a retry was answered with offset {offset}, which holds another record");

    private void RetryAcknowledged()
    {
        var producer = _producers[_random.Next(_producers.Length)];
        if (!producer.IsIdempotent) return;
        foreach (var batch in producer.Rememberable())
        {
            // A record that retention took may be forgotten with it.
            if (batch.BaseOffset < _log.LogStartOffset) continue;
            var offset = batch.BaseOffset;
            var result = _log.Append(producer.ToBytes(batch), new AppendContext(AppendOrigin.Client, new LeaderEpoch(_epoch), _clock.NowMs));
            SimulationFailure.Require(
                result is { IsDuplicate: true } && result.BaseOffset == offset,
                () => $"the retry of sequence {batch.BaseSequence}, acknowledged at {offset}, is no duplicate: {result}");
        }
    }

    private void BeginFlush()
    {
        if (_isFlushing || !_log.TryBeginFlush(out var flush)) return;
        _isFlushing = true;
        _scheduler.Schedule(_random.Next(20), () =>
        {
            flush.Run();
            _scheduler.Schedule(_random.Next(20), () =>
            {
                _isFlushing = false;
                _log.CompleteFlush(flush);
            });
        });
    }

    private void BeginCheckpoint()
    {
        if (_isCheckpointing || !_log.TryBeginCheckpoint(out var checkpoint)) return;
        _isCheckpointing = true;
        _scheduler.Schedule(_random.Next(20), () =>
        {
            checkpoint.Run();
            _scheduler.Schedule(_random.Next(20), () =>
            {
                _isCheckpointing = false;
                _log.CompleteCheckpoint(checkpoint);
                StoreCheckpoint();
            });
        });
    }

    private void StoreCheckpoint()
    {
        _checkpoint.Write(_disk, _log.RecoveryPoint, _log.LogStartOffset);
        _storedLogStart = _log.LogStartOffset;
    }

    private void ApplyRetention()
    {
        if (_isExpiring) return;
        try
        {
            _isExpiring = _log.ApplyRetention(_clock.NowMs, CountedEnd).SegmentCount > 0;
        }
        finally
        {
            _deletableEnd = Math.Max(_deletableEnd, _log.LogStartOffset);
        }

        DropBelowStart();
        if (_isExpiring) _scheduler.Schedule(_random.Next(20), DeleteExpired);
    }

    private void DeleteExpired()
    {
        StoreCheckpoint();
        _scheduler.Schedule(_random.Next(20), () =>
        {
            _isExpiring = false;
            if (_log.DeleteExpired() is not { } deletion) return;
            if (_random.NextBoolean()) deletion.FlushNames();
            _scheduler.Schedule(_random.Next(60_000), deletion.Run);
        });
    }

    private void DeleteRecords()
    {
        var visible = CountedEnd - _log.LogStartOffset;
        if (visible <= 0) return;
        var target = _log.LogStartOffset + _random.Next((int)visible + 1);
        _log.AdvanceLogStart(target);
        _deletableEnd = Math.Max(_deletableEnd, target);
        DropBelowStart();
        if (_random.NextBoolean()) StoreCheckpoint();
    }

    private void Truncate()
    {
        // No leader takes back what was visible once, be it before a restart.
        var lowest = Math.Max(CountedEnd, _promisedEnd);
        if (!_scenario.HasTruncation || lowest >= _log.LogEndOffset) return;
        var target = lowest + _random.Next((int)(_log.LogEndOffset - lowest));
        // The end of a log lies between batches.
        while (target > lowest && !IsBatchStart(target)) target--;
        Note($"truncate to {target}");
        _log.TruncateTo(target);
        StoreCheckpoint();
        foreach (var offset in _written.Keys.Where(offset => offset >= target).ToList()) _written.Remove(offset);
        Reconnect();
    }

    private bool IsBatchStart(long offset) => _producers.Any(producer => producer.InFlight.Exists(batch => batch.BaseOffset == offset));

    private void Flush()
    {
        while (_scheduler.RunNext())
        {
        }

        if (_log.TryBeginFlush(out var flush))
        {
            flush.Run();
            _log.CompleteFlush(flush);
        }

        SimulationFailure.Require(_log.FlushedEndOffset == _log.LogEndOffset, () => "a flush with nothing beside it left records unflushed");
        MoveVisibleEnd();
    }

    private void MoveVisibleEnd()
    {
        for (; _visibleEnd < CountedEnd; _visibleEnd++)
        {
            if (!_written.TryGetValue(_visibleEnd, out var entry)) continue;
            SimulationFailure.Require(
                !_visible.TryGetValue(_visibleEnd, out var seen) || seen == entry, () => $"offset {_visibleEnd} was visible with another record");
            _visible[_visibleEnd] = entry;
        }

        _promisedEnd = Math.Max(_promisedEnd, _visibleEnd);
        foreach (var producer in _producers) producer.Acknowledge(_visibleEnd);
    }

    private void CloseAndReopen()
    {
        while (_scheduler.RunNext())
        {
        }

        _log.Close();
        StoreCheckpoint();
        _disk = _scenario.HasPowerLoss && _random.NextBoolean() ? _disk.PowerLoss() : _disk.CrashProcess();
        Note("clean start");
        Recover(isClean: true);
    }

    /// <summary>The process or the machine dies at this very point, and the broker is started again.</summary>
    private void Restart(bool isPowerLoss)
    {
        _disk = isPowerLoss ? _disk.PowerLoss() : _disk.CrashProcess();
        _disk.Faults = DiskFaults.None;
        Note($"start after {(isPowerLoss ? "power loss" : "kill")}");
        Recover(isClean: false);
    }

    private void Recover(bool isClean)
    {
        _scheduler.Clear();
        (_isFlushing, _isCheckpointing, _isExpiring) = (false, false, false);
        OpenLog(isClean);
        _written = LogContent.Read(_log, _random.NextBetween(1, 10_000));
        VerifyNothingVisibleIsLost();
        VerifyReads();
        _visibleEnd = Math.Min(_visibleEnd, CountedEnd);
        Reconnect();
        MoveVisibleEnd();
    }

    private void OpenLog(bool isClean = false)
    {
        var (recoveryPoint, logStartOffset) = _checkpoint.Read(_disk);
        var start = new LogStart
        {
            TopicId = new Uuid(1, 2),
            RecoveryPoint = recoveryPoint,
            LogStartOffset = logStartOffset,
            LeaderEpoch = new LeaderEpoch(_epoch),
            IsClean = isClean,
            NowMs = _clock.NowMs,
        };
        _log = OpenOrGiveUp(start);
        _log.BeginEpoch(new LeaderEpoch(++_epoch));
        if (_isMended) return;
        // Whoever mends a full disk makes some room on it.
        _disk.Faults = _scenario.Faults.CapacityBytes == long.MaxValue
            ? _scenario.Faults
            : _scenario.Faults with { CapacityBytes = Math.Max(_scenario.Faults.CapacityBytes, _disk.UsedBytes + 10_000) };
    }

    private PartitionLog OpenOrGiveUp(LogStart start)
    {
        try
        {
            return PartitionLog.Open(_disk, Directory, new TopicPartition("t", 0), Options, start);
        }
        catch (InvalidDataException) when (_visible.Count == 0 && _scenario.Faults.BitFlipProbability > 0)
        {
            // A flipped bit in a topic id that was never flushed reads as another topic's. Nothing was promised yet.
            _disk.DeleteDirectory(Directory);
            return PartitionLog.Open(_disk, Directory, new TopicPartition("t", 0), Options, start);
        }
    }

    private void Reconnect()
    {
        foreach (var producer in _producers)
        {
            producer.Disconnect();
            foreach (var batch in producer.InFlight) Send(producer, batch);
        }
    }

    private void DropBelowStart()
    {
        foreach (var offset in _written.Keys.TakeWhile(offset => offset < _log.LogStartOffset).ToList()) _written.Remove(offset);
    }

    private void VerifyNothingVisibleIsLost()
    {
        SimulationFailure.Require(_log.LogStartOffset >= _storedLogStart, () => $"the log begins at {_log.LogStartOffset}, {_storedLogStart} was stored");
        foreach (var (offset, entry) in _visible)
        {
            if (offset < _deletableEnd) continue;
            SimulationFailure.Require(
                _written.TryGetValue(offset, out var found) && found == entry,
                () => $"offset {offset} held {entry}, after the restart {(_written.TryGetValue(offset, out var other) ? other : "nothing")}"
                    + $" (log {_log.LogStartOffset}..{_log.LogEndOffset})");
        }
    }

    private void VerifyReads()
    {
        var content = LogContent.Read(_log, _random.NextBetween(1, 10_000));
        SimulationFailure.Require(content.SequenceEqual(_written), () => "the log reads differently from what was written to it");
        // Records that were to be deleted may come back when the log's start was not stored; their epochs need not.
        foreach (var (offset, entry) in content.Where(pair => pair.Key >= _deletableEnd))
            SimulationFailure.Require(
                _log.LeaderEpochs.EpochOf(offset).Value == entry.Epoch,
                () => $"offset {offset} has epoch {entry.Epoch}, the epoch cache says {_log.LeaderEpochs.EpochOf(offset)}");
        // Indexes have no checksum (Kafka's format): a flipped bit in an unflushed entry may mislead a search by time, and no more.
        if (_scenario.Faults.BitFlipProbability == 0) VerifyTimes(content);
    }

    private void VerifyTimes(SortedDictionary<long, LogEntry> content)
    {
        var timestampMs = StartMs + _random.Next((int)Math.Min(_clock.NowMs - StartMs + 2_000, int.MaxValue)) - 1_000;
        var expected = content.Where(pair => pair.Value.TimestampMs >= timestampMs).Select(pair => pair.Key).DefaultIfEmpty(-1).First();
        var found = _log.FindByTimestamp(timestampMs, _log.LogEndOffset)?.Offset ?? -1;
        SimulationFailure.Require(found == expected, () => $"the first record at or after {timestampMs} is {expected}, the log says {found}");
    }

    private void VerifyExactlyOnce()
    {
        VerifyReads();
        var values = _written.Values.Select(entry => entry.Value).ToList();
        SimulationFailure.Require(values.Count == values.Distinct().Count(), () => "a retried record is there twice");
        foreach (var producer in _producers)
            SimulationFailure.Require(producer.InFlight.Count == 0, () => "a flushed batch was not acknowledged");
    }

    private void Note(string line) => _trace?.Invoke($"{_clock.NowMs} {line}");
}
