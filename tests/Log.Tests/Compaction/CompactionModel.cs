using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests.Compaction;

/// <summary>A log, its owner and its clients; and all that was written, with what became of it.</summary>
internal sealed class CompactionModel
{
    private const long RetentionMs = 1_000;
    private readonly LogUnderTest _test;
    private readonly CleaningOptions _cleaningOptions;
    private readonly SortedDictionary<long, Written> _written = [];
    private readonly Dictionary<long, List<Sent>> _sent = [];
    private readonly Dictionary<long, int> _nextSequence = [];
    private readonly Dictionary<long, long> _openSince = [];
    private readonly Dictionary<long, long> _firstKeptMs = [];
    private PartitionLog _log;
    private LogCleaning? _cleaning;
    private long _cleaningMs;
    private long _lastCleanedMs;
    private long _nowMs = Batches.NowMs;
    private long _recoveryPoint;
    private long _logStart;
    private LogPosition _highWatermark = LogPosition.At(0);
    private readonly List<(long FirstOffset, long MarkerOffset)> _ended = [];

    public CompactionModel(int segmentBytes, int mapKeys)
    {
        _test = new(CompactedLog.Options with
        {
            SegmentBytesMax = segmentBytes, HasDeletePolicy = true, RetentionMs = -1, RetentionBytes = segmentBytes * 30, DeleteRetentionMs = RetentionMs,
        });
        _cleaningOptions = new CleaningOptions { MapBytesMax = mapKeys * 48, BufferBytes = 1 };
        _log = _test.Open();
    }

    private bool IsTransactional(long producerId) => producerId > 10;

    public void Append(int number) => Write(new RecordBatchOptions { Codec = (CompressionCodec)(number % 5) }, RecordsOf(number), sequence: -1);

    public void AppendWithProducer(long producerId, int number, bool isTransactional)
    {
        var sequence = _nextSequence.GetValueOrDefault(producerId);
        var records = RecordsOf(number);
        var options = OptionsOf(producerId, sequence) with { Codec = (CompressionCodec)(number % 5) };
        if (!Write(options, records, sequence)) return;
        if (isTransactional) _openSince.TryAdd(producerId, _log.LogEndOffset - records.Length);
        _nextSequence[producerId] = sequence + records.Length;
    }

    public void EndTransaction(long producerId, bool isCommit)
    {
        if (!_openSince.Remove(producerId, out var firstOffset)) return;
        var result = _log.Append(Batches.Marker(producerId, 0, isCommit), Batches.FromCoordinator);
        Assert.Equal(ErrorCode.None, result.Error);
        _ended.Add((firstOffset, result.BaseOffset));
        foreach (var record in _written.Values.Where(record => record.ProducerId == producerId && record.IsCommitted is null)) record.IsCommitted = isCommit;
    }

    /// <summary>Retries one of the batches that a producer may have in flight.</summary>
    public void Retry(int number)
    {
        if (_sent.Count == 0) return;
        var (producerId, batches) = _sent.ElementAt(number % _sent.Count);
        if (batches.Count == 0) return;
        var sent = batches[^(1 + (number % Math.Min(batches.Count, 5)))];
        var result = _log.Append(CompactedLog.Batch(OptionsOf(producerId, sent.Sequence), sent.Records), Batches.FromClient);
        Assert.Equal((ErrorCode.None, sent.Offset, true), (result.Error, result.BaseOffset, result.IsDuplicate));
    }

    public void Checkpoint()
    {
        LogUnderTest.Checkpoint(_log);
        _recoveryPoint = _log.RecoveryPoint;
        _highWatermark = _log.EndPosition;
    }

    public void BeginCleaning()
    {
        if (_cleaning is not null) return;
        var candidate = _log.Compaction.Examine(_nowMs, StableOffset);
        if (!candidate.IsDue) return;
        // Its owner makes the recovery point durable first.
        _recoveryPoint = _log.RecoveryPoint;
        _cleaning = _log.Compaction.Begin(candidate, _cleaningOptions, _nowMs);
        _cleaningMs = _nowMs;
    }

    public void GoOnCleaning(int stepCount)
    {
        for (; _cleaning is not null && stepCount > 0; stepCount--) DoCleaningStep(_cleaning);
    }

    public void FinishCleaning()
    {
        while (_cleaning is not null) DoCleaningStep(_cleaning);
    }

    public void CleanAll()
    {
        Checkpoint();
        for (var round = 0; round < 100_000; round++)
        {
            BeginCleaning();
            if (_cleaning is null) return;
            FinishCleaning();
        }

        Assert.Fail("Cleaning does not come to an end.");
    }

    public void Reopen(bool isClean)
    {
        // What was complete is finished by the restart.
        var isFinished = !isClean && _cleaning?.State == CleaningState.ReadyToReplace;
        StopCleaning(isAbandoned: isClean);
        if (isClean)
        {
            _log.Close();
            _recoveryPoint = _log.RecoveryPoint;
        }
        else
        {
            _log.Dispose();
        }

        var cleanedOffset = _log.Compaction.CleanedOffset;
        _log = PartitionLog.Open(_test.Disk, LogUnderTest.Directory, LogUnderTest.Partition, _test.Options, new LogStart
        {
            TopicId = LogUnderTest.TopicId, RecoveryPoint = _recoveryPoint, IsClean = isClean, LogStartOffset = _logStart, NowMs = _nowMs, CleanedOffset = cleanedOffset,
        });
        Assert.Equal(_logStart, _log.LogStartOffset);
        _highWatermark = LogPosition.At(_highWatermark.Offset);
        if (isFinished) NoteKept();
    }

    public void Truncate(int number)
    {
        // No leader takes back what was committed.
        _log.TruncateTo(_highWatermark.Offset + (number % (_log.LogEndOffset - _highWatermark.Offset + 1)));
        _ended.RemoveAll(transaction => transaction.MarkerOffset >= _log.LogEndOffset);
        var end = _log.LogEndOffset;
        _logStart = _log.LogStartOffset;
        foreach (var offset in _written.Keys.Where(offset => offset >= end).ToArray()) _written.Remove(offset);
        foreach (var batches in _sent.Values) batches.RemoveAll(sent => sent.Offset >= end);
        _recoveryPoint = Math.Min(_recoveryPoint, _log.RecoveryPoint);
        // The log says what it still knows; markers may have gone with what they decided.
        _openSince.Clear();
        _nextSequence.Clear();
        foreach (var producer in _log.ActiveProducers())
        {
            _nextSequence[producer.ProducerId] = producer.LastSequence + 1;
            if (producer.TransactionFirstOffset < 0) continue;
            _openSince[producer.ProducerId] = producer.TransactionFirstOffset;
            foreach (var record in _written.Values.Where(record => record.ProducerId == producer.ProducerId && record.Offset >= producer.TransactionFirstOffset)) record.IsCommitted = null;
        }

        foreach (var (producerId, batches) in _sent)
            if (!_nextSequence.ContainsKey(producerId)) batches.Clear();
    }

    public void Trim(int number)
    {
        var offset = _logStart + (number % (StableOffset - _logStart + 1));
        _log.AdvanceLogStart(offset);
        _logStart = offset;
    }

    public void Expire()
    {
        _log.ApplyRetention(_nowMs, _highWatermark.Offset);
        _log.DeleteExpired()?.Run();
        _logStart = _log.LogStartOffset;
        foreach (var batches in _sent.Values) batches.RemoveAll(sent => sent.Offset < _logStart);
    }

    public void Wait(int number) => _nowMs += number % 1_200;

    private long StableOffset => _log.LastStablePosition(_highWatermark).Offset;

    public void CheckStable() => Assert.Equal(
        _openSince.Values.Concat(_ended.Where(transaction => transaction.MarkerOffset >= _highWatermark.Offset).Select(transaction => transaction.FirstOffset))
            .Append(_highWatermark.Offset).Min(),
        StableOffset);

    public void Check()
    {
        var all = CompactedLog.Read(_log);
        foreach (var record in all) Assert.Equal(_written[record.Offset].AsRead, record);
        Assert.Equal(all.Count, all.Select(record => record.Offset).Distinct().Count());
        var committed = CompactedLog.Read(_log, isReadCommitted: true).Where(record => record.Offset < StableOffset).ToDictionary(record => record.Offset);
        foreach (var record in committed.Values) Assert.True(_written[record.Offset].IsCommitted, $"The aborted record at {record.Offset} is visible.");
        foreach (var last in LastOfKeys(StableOffset))
        {
            var isThere = committed.ContainsKey(last.Offset);
            if (last.AsRead.Value is not null) Assert.True(isThere, $"The last value of {last.AsRead.Key}, at {last.Offset}, is lost.");
            else if (!isThere)
                Assert.True(
                    _firstKeptMs.TryGetValue(last.Offset, out var keptMs) && _lastCleanedMs >= keptMs + RetentionMs,
                    $"The tombstone at {last.Offset} is gone too early.");
        }
    }

    /// <summary>After all was cleaned that may be, each key is there once at most.</summary>
    public void CheckNothingIsLeftOver()
    {
        var end = _log.Compaction.CleanedOffset;
        var last = LastOfKeys(end).Select(record => record.Offset).ToHashSet();
        foreach (var record in CompactedLog.Read(_log).Where(record => record.Offset < end)) Assert.Contains(record.Offset, last);
    }

    private IEnumerable<Written> LastOfKeys(long endOffset) => _written.Values
        .Where(record => record.Offset >= _logStart && record.Offset < endOffset && record.IsCommitted == true)
        .GroupBy(record => record.AsRead.Key)
        .Select(records => records.MaxBy(record => record.Offset)!);

    private void DoCleaningStep(LogCleaning cleaning)
    {
        var hasReplaced = cleaning.State == CleaningState.ReadyToReplace;
        try
        {
            if (CompactedLog.Step(_log, cleaning))
            {
                if (hasReplaced && cleaning.State != CleaningState.Abandoned) NoteKept();
                return;
            }
        }
        catch (ObjectDisposedException)
        {
            cleaning.Abandon("truncated");
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !_log.Compaction.IsCurrent(cleaning))
        {
            cleaning.Abandon("truncated");
        }

        cleaning.Dispose();
        _cleaning = null;
    }

    private void NoteKept()
    {
        _lastCleanedMs = Math.Max(_lastCleanedMs, _cleaningMs);
        foreach (var record in CompactedLog.Read(_log).Where(record => record.Value is null)) _firstKeptMs.TryAdd(record.Offset, _cleaningMs);
    }

    private void StopCleaning(bool isAbandoned)
    {
        if (isAbandoned) _cleaning?.Abandon("stopped");
        _cleaning?.Dispose();
        _cleaning = null;
    }

    private bool Write(in RecordBatchOptions options, (string? Key, string? Value)[] records, int sequence)
    {
        var result = _log.Append(CompactedLog.Batch(options, _nowMs, records), Batches.FromClient with { NowMs = _nowMs });
        Assert.Equal(ErrorCode.None, result.Error);
        if (result.IsDuplicate) return false;
        for (var index = 0; index < records.Length; index++)
        {
            var read = new ReadRecord(result.BaseOffset + index, records[index].Key, records[index].Value, _nowMs + index);
            _written[read.Offset] = new(read, options.ProducerId) { IsCommitted = options.IsTransactional ? null : true };
        }

        if (sequence < 0) return true;
        if (!_sent.TryGetValue(options.ProducerId, out var sent)) _sent[options.ProducerId] = sent = [];
        sent.Add(new(sequence, result.BaseOffset, records));
        return true;
    }

    private RecordBatchOptions OptionsOf(long producerId, int sequence) => new()
    {
        ProducerId = producerId, ProducerEpoch = new(0), BaseSequence = sequence, IsTransactional = IsTransactional(producerId),
    };

    private static (string? Key, string? Value)[] RecordsOf(int number) =>
        [.. Enumerable.Range(0, 1 + (number % 4)).Select(index => ((string?)$"k{(number + (index * 3)) % 13}", (number + index) % 6 == 0 ? null : $"v{number}.{index}"))];

    private sealed record Sent(int Sequence, long Offset, (string? Key, string? Value)[] Records);

    private sealed record Written(ReadRecord AsRead, long ProducerId)
    {
        public long Offset => AsRead.Offset;

        /// <summary>Null while the transaction is undecided.</summary>
        public bool? IsCommitted { get; set; }
    }
}
