using Levada.Log;
using Levada.Protocol;
using Levada.Quorum;

namespace Levada.Simulation.Tests.Metadata;

/// <summary>A quorum of one and the state machine above it on a simulated disk; a seed decides everything that happens.</summary>
/// <remarks>
/// The state is the list of all numbers ever committed, so that a lost, repeated or reordered record shows. The promises it
/// watches: what was committed stays, in order; every start has a new epoch; snapshots replace exactly what they cover.
/// </remarks>
internal sealed class MetadataWorld
{
    private const string Root = "data";
    private const string Directory = "data/__cluster_metadata-0";
    private const int BootstrapNumber = 1;

    private readonly MetadataScenario _scenario;
    private readonly SeededRandom _random;
    private readonly ManualClock _clock = new(1_700_000_000_000);
    private readonly SimulatedScheduler _scheduler;
    private readonly DiskTrace? _trace;
    private readonly List<int> _committed = [BootstrapNumber];
    private readonly List<int> _applied = [];
    private SimulatedDisk _disk;
    private QuorumNode _node = null!;
    private int _nextNumber = BootstrapNumber + 1;
    private int _newestEpoch;
    private long _committedEnd;
    private bool _isFlushing;
    private bool _isWritingSnapshot;
    private bool _isMended;

    public MetadataWorld(ulong seed, MetadataScenario scenario, DiskTrace? trace = null)
    {
        _scenario = scenario;
        _random = new SeededRandom(seed);
        _scheduler = new SimulatedScheduler(_clock, _random.Fork());
        _trace = trace;
        _disk = new SimulatedDisk(_random.Fork(), _clock) { Trace = trace };
        _disk.CreateDirectory(Root);
        _disk.FlushDirectory("");
        Open();
    }

    private static QuorumOptions Options => new()
    {
        NodeId = 1,
        DirectoryId = new Uuid(3, 4),
        Endpoints = [new VoterEndpoint("CONTROLLER", "localhost", 9093)],
        SegmentBytesMax = 2_000,
        SnapshotBytesBetweenMax = 3_000,
        RetentionBytesMax = 8_000,
    };

    public void Run(int stepCount)
    {
        for (var step = 0; step < stepCount; step++) Attempt(Step);
        _isMended = true;
        Restart(isPowerLoss: true);
        Settle();
        SimulationFailure.Require(_node.IsLeader, () => "on a healthy disk the node does not lead");
    }

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
                var isPowerLoss = _random.NextBoolean();
                next = () => Restart(isPowerLoss);
            }
        }
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 40: Append(); break;
            case < 60: BeginFlush(); break;
            case < 80: _scheduler.RunNext(); break;
            case < 86: BeginSnapshot(); break;
            case < 90: Trim(); break;
            case < 92: Restart(isPowerLoss: false); break;
            case < 94: Restart(isPowerLoss: true); break;
            case < 95: CloseAndReopen(); break;
            default: _clock.Advance(_random.Next(60_000)); break;
        }
    }

    private void Append()
    {
        var values = new List<ReadOnlyMemory<byte>>();
        for (var left = _random.NextBetween(1, 6); left > 0; left--) values.Add(ToValue(_nextNumber++, _random.Next(200)));
        var result = _node.Append(values, _clock.NowMs);
        Note($"append {values.Count}: {result}");
        var expected = _node.IsLeader ? ErrorCode.None : ErrorCode.NotController;
        SimulationFailure.Require(result.Error == expected, () => $"an append gives {result.Error}, not {expected}");
        if (result.Error != ErrorCode.None) _nextNumber -= values.Count;
    }

    private void BeginFlush()
    {
        if (_isFlushing || !_node.TryBeginFlush(out var flush)) return;
        _isFlushing = true;
        _scheduler.Schedule(_random.Next(20), () =>
        {
            flush.Run();
            _scheduler.Schedule(_random.Next(20), () =>
            {
                _isFlushing = false;
                _node.CompleteFlush(flush);
                Apply();
            });
        });
    }

    private void BeginSnapshot()
    {
        if (_isWritingSnapshot || !(_node.IsSnapshotDue(_clock.NowMs) || _random.NextBoolean()) || _node.BeginSnapshot(_clock.NowMs) is not { } writer)
            return;
        _isWritingSnapshot = true;
        foreach (var number in _applied) writer.Append(ToValue(number, 0));
        _scheduler.Schedule(_random.Next(50), () =>
        {
            writer.Complete();
            _isWritingSnapshot = false;
            _node.CompleteSnapshot(writer);
        });
    }

    private void Trim()
    {
        if (_node.Trim(_clock.NowMs) is { } trim) _scheduler.Schedule(_random.Next(60_000), trim.Run);
    }

    private void Settle()
    {
        while (_scheduler.RunNext())
        {
        }

        if (_node.TryBeginFlush(out var flush))
        {
            flush.Run();
            _node.CompleteFlush(flush);
        }

        Apply();
    }

    /// <summary>Applies what is committed; it may only continue what was committed before, whatever happened in between.</summary>
    private void Apply()
    {
        while (_node.TryReadCommitted(out var batch))
        {
            foreach (var value in batch.Values) _applied.Add(BitConverter.ToInt32(value.Span[1..]));
            SimulationFailure.Require(batch.EndOffset >= _node.LogStartOffset, () => $"{batch} lies before the log's start");
        }

        if (!_node.IsLeader || _node.AppliedEndOffset < _node.HighWatermark) return;
        SimulationFailure.Require(
            _applied.Count >= _committed.Count && _applied.Take(_committed.Count).SequenceEqual(_committed),
            () => $"{_committed.Count} records were committed, {_applied.Count} came back: {FirstDifference()}");
        SimulationFailure.Require(_node.HighWatermark >= _committedEnd, () => $"the high watermark fell from {_committedEnd} to {_node.HighWatermark}");
        _committed.AddRange(_applied.Skip(_committed.Count));
        _committedEnd = _node.HighWatermark;
    }

    private string FirstDifference()
    {
        var index = _applied.Zip(_committed).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"the first difference is record {index}";
    }

    private void CloseAndReopen()
    {
        Settle();
        _node.Close();
        Restart(_random.NextBoolean());
    }

    private void Restart(bool isPowerLoss)
    {
        _disk = isPowerLoss ? _disk.PowerLoss() : _disk.CrashProcess();
        Note($"start after {(isPowerLoss ? "power loss" : "kill")}");
        _disk.Faults = DiskFaults.None;
        _scheduler.Clear();
        (_isFlushing, _isWritingSnapshot) = (false, false);
        _applied.Clear();
        Open();
    }

    private void Open()
    {
        var isOpen = TryOpen(out var node, out var refusal);
        if (!isOpen && _committed.Count == 1 && _scenario.Faults.BitFlipProbability > 0)
        {
            // A flipped bit in a topic id that was never flushed reads as another topic's. Nothing was promised yet.
            _disk.DeleteDirectory(Directory);
            _newestEpoch = 0;
            _committedEnd = 0;
            isOpen = TryOpen(out node, out refusal);
        }

        SimulationFailure.Require(isOpen, () => $"the node refuses its own directory: {refusal}");
        _node = node!;
        _node.Start(_clock.NowMs);
        Note($"epoch {_node.Epoch}, log {_node.LogStartOffset}..{_node.LogEndOffset}");
        SimulationFailure.Require(_node.Epoch.Value > _newestEpoch, () => $"epoch {_node.Epoch} was begun twice");
        _newestEpoch = _node.Epoch.Value;
        if (_isMended) return;
        _disk.Faults = _scenario.Faults.CapacityBytes == long.MaxValue
            ? _scenario.Faults
            : _scenario.Faults with { CapacityBytes = Math.Max(_scenario.Faults.CapacityBytes, _disk.UsedBytes + 10_000) };
    }

    private bool TryOpen(out QuorumNode? node, out string? refusal) =>
        QuorumNode.TryOpen(_disk, Directory, Options, [ToValue(BootstrapNumber, 0)], _clock.NowMs, out node, out refusal);

    private static byte[] ToValue(int number, int paddingBytes)
    {
        var value = new byte[1 + sizeof(int) + paddingBytes];
        value[0] = 1;
        BitConverter.TryWriteBytes(value.AsSpan(1), number);
        return value;
    }

    private void Note(string line) => _trace?.Invoke($"{_clock.NowMs} {line}");
}
