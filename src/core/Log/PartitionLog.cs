using System.Diagnostics.CodeAnalysis;
using Levada.Log.Appending;
using Levada.Log.Compaction;
using Levada.Log.Directories;
using Levada.Log.Recovery;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log;

/// <summary>One partition's log in Kafka's format.</summary>
/// <remarks>
/// <para>Has one caller at a time: the owner holds a lock. What it returns (file ranges, flushes, checkpoints, deletions, hints)
/// is used outside that lock.</para>
/// <para>An <see cref="IOException"/> from any member has failed the log: it refuses further appends, and its directory has to
/// be taken offline. Nothing that was acknowledged is lost by it.</para>
/// </remarks>
public sealed class PartitionLog : IDisposable
{
    private readonly LogState _log;
    private readonly LogReader _reader;
    private readonly LogWriter _writer;
    private readonly FlushState _flushes;
    private readonly LogTruncation _truncation;
    private readonly Retention _retention;
    private readonly long _openedWarmOffset;

    private PartitionLog(TopicPartition partition, LogState log, LogStart start, Uuid? storedTopicId, long recoveryPoint)
    {
        Partition = partition;
        _log = log;
        _reader = new(log);
        _writer = new(log, start.TopicId) { HasMetadataFile = storedTopicId is not null, HasNewDirectory = !start.IsClean };
        _flushes = new(log, _writer);
        _truncation = new(log);
        _retention = new(log, _writer);
        _log.CleanedOffset = start.CleanedOffset;
        Compaction = new(log, _flushes);
        // After a crash nothing is known of the names either: the first flush makes them durable again.
        _flushes.Start(recoveryPoint, start.IsClean);
        _openedWarmOffset = recoveryPoint;
    }

    public TopicPartition Partition { get; }

    /// <summary>Where the files are; nothing is there before the first append.</summary>
    public string Directory => _log.Directory;
    /// <summary>Bytes behind the last good batch that the opening cut off or deleted, torn or damaged as they were.</summary>
    public long DroppedByteCount { get; private init; }

    /// <summary>The topic's configuration; may be replaced at any time.</summary>
    public LogOptions Options
    {
        get => _log.Options;
        set => _log.Options = value;
    }

    /// <summary>Whether the disk failed this log; it must not be written any more.</summary>
    public bool IsFailed
    {
        get => _log.IsFailed;
        private set => _log.IsFailed = value;
    }

    /// <summary>The first offset that may be read.</summary>
    public long LogStartOffset => _log.LogStartOffset;

    /// <summary>The next offset to be written.</summary>
    public long LogEndOffset => _log.End.Offset;

    public LogPosition EndPosition => _log.End;

    /// <summary>Records below are on disk.</summary>
    public long FlushedEndOffset => _flushes.FlushedEnd.Offset;

    public LogPosition FlushedEndPosition => _flushes.FlushedEnd;

    /// <summary>Up to where this replica counts for the high watermark: what the topic's durability promises.</summary>
    public LogPosition CountedEndPosition => Options.Durability == Durability.Disk ? FlushedEndPosition : EndPosition;

    /// <summary>Where recovery would begin; for the recovery point checkpoint.</summary>
    public long RecoveryPoint => _flushes.RecoveryPoint;

    /// <summary>Bytes of all data files.</summary>
    public long SizeBytes => _log.Segments.SizeBytes;

    public int SegmentCount => _log.Segments.Count;

    /// <summary>What lies before may have to come from the disk: this process has not written it, nor read it to recover, or not lately.</summary>
    public long WarmOffset => _log.Segments.IsEmpty ? LogEndOffset : Math.Max(_log.Segments.Active.BaseOffset, Math.Min(_openedWarmOffset, LogEndOffset));

    /// <summary>Bytes that recovery would have to read.</summary>
    public long BytesSinceCheckpoint => RecoveryPoint >= LogEndOffset ? 0 : _log.Segments.BytesAfter(RecoveryPoint);

    public LeaderEpochCache LeaderEpochs => _log.Epochs;

    /// <summary>What removes the records that later ones with the same key replace.</summary>
    public LogCompaction Compaction { get; }

    /// <summary>Opens a log and, unless the last shutdown was clean, recovers it; a directory need not exist.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="InvalidDataException">The directory belongs to another topic of the same name.</exception>
    public static PartitionLog Open(
        IFileSystem fileSystem, string directory, TopicPartition partition, LogOptions options, LogStart start)
    {
        var storedTopicId = PartitionMetadataFile.Read(fileSystem, directory);
        if (storedTopicId is { } stored && !start.TopicId.IsZero && stored != start.TopicId)
            throw new InvalidDataException($"{directory} belongs to topic id {stored}, not to {start.TopicId}.");
        var log = new LogState(fileSystem, directory, options);
        try
        {
            var recovery = new LogRecovery(log, start);
            recovery.Run();
            return new PartitionLog(partition, log, start, storedTopicId, recovery.RecoveryPoint) { DroppedByteCount = recovery.DroppedByteCount };
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Tells the log that a leader epoch begins at its end.</summary>
    public void BeginEpoch(LeaderEpoch epoch) => _log.Epochs.Begin(epoch, LogEndOffset);

    /// <summary>Appends one batch as the leader: checks it, gives it its offsets and epoch in place, and writes it.</summary>
    /// <param name="batch">One whole batch; its bytes are changed.</param>
    /// <exception cref="IOException">The disk failed; the end of the log is where it was.</exception>
    public AppendResult Append(Span<byte> batch, in AppendContext context)
    {
        if (IsFailed) return OfFailedLog();
        var verdict = BatchValidator.Check(batch, Options, context);
        if (verdict.Error != ErrorCode.None) return verdict.ToResult();
        if (Options.Compression is null || !RecordBatch.TryRead(batch, out var sent) || !BatchRecompressor.IsNeeded(sent, Options))
            return AppendChecked(batch, verdict, context);
        if (BatchRecompressor.Recompress(sent, Options) is not { } recompressed)
            return AppendResult.Refused(ErrorCode.CorruptMessage, "The batch cannot be decompressed.");
        return recompressed.Length <= Options.BatchBytesMax
            ? AppendChecked(recompressed, verdict, context)
            : AppendResult.Refused(ErrorCode.MessageTooLarge, "With the topic's compression the batch is larger than the topic allows.");
    }

    /// <summary>Appends batches whose offsets and epochs are decided already, as followers and the metadata log do.</summary>
    /// <exception cref="IOException">The disk failed; the end of the log is where it was.</exception>
    public AppendResult AppendAsFollower(ReadOnlySpan<byte> batches, long nowMs)
    {
        if (IsFailed) return OfFailedLog();
        var verdict = FollowerBatches.Check(batches, LogEndOffset, Options, out var set);
        if (verdict.Error != ErrorCode.None) return verdict.ToResult();
        foreach (var batch in new RecordBatchEnumerator(batches)) _log.Epochs.Begin(batch.PartitionLeaderEpoch, batch.BaseOffset);
        Write(batches, set.First, set.MaxTimestampMs, set.LastOffset, nowMs);
        return AppendResult.Appended(set.First.BaseOffset, set.LastOffset, -1, LogStartOffset, HasBackgroundWork);
    }

    /// <summary>Names the bytes from the batch that holds an offset on.</summary>
    /// <param name="isOneBatchRequired">Whether the first batch is named whole even if it has more bytes than asked for.</param>
    /// <param name="end">Nothing at or after it is named: the high watermark, the last stable offset, or the log's end.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public ReadResult Read(long offset, int byteCountMax, bool isOneBatchRequired, LogPosition end)
    {
        try
        {
            return _reader.Read(offset, byteCountMax, isOneBatchRequired, end);
        }
        catch (IOException)
        {
            IsFailed = true;
            throw;
        }
    }

    /// <summary>The place of the batch that holds an offset, or of the end.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public LogPosition Locate(long offset) => Guarded(offset, static (log, offset) => log._reader.Locate(offset));

    /// <summary>The end for readers of committed records: the first undecided record below the high watermark, or that itself.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public LogPosition LastStablePosition(LogPosition highWatermark)
    {
        var transactions = _log.Producers.Transactions;
        if (transactions.FirstUnstable(highWatermark.Offset) is not { } unstable || unstable.Offset >= highWatermark.Offset) return highWatermark;
        if (unstable.HasPlace) return unstable;
        var located = Locate(unstable.Offset);
        transactions.Locate(located);
        return located;
    }

    /// <summary>Prepares a lookup by time by one segment, so that a lock is not held for all of them at once; false when there is nothing left.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public bool LearnNextTimestamp() => Guarded(_reader.LearnNextTimestamp);

    /// <summary>The first record at or after a time; null when there is none below the end.</summary>
    /// <param name="timestampMs">Milliseconds since 1970.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public OffsetAndTimestamp? FindByTimestamp(long timestampMs, long endOffset) =>
        Guarded(() => _reader.FindByTimestamp(timestampMs, endOffset));

    /// <summary>The first record that has the largest timestamp of the log; null when it is not below the end.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public OffsetAndTimestamp? FindMaxTimestamp(long endOffset) => Guarded(() => _reader.FindMaxTimestamp(endOffset));

    /// <summary>The aborted transactions that have records in [from, upTo).</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions(long from, long upTo) =>
        Guarded((from, upTo), static (log, span) => log._reader.AbortedTransactions(span.from, span.upTo));

    /// <summary>The aborted transactions that a reader of these bytes has to know.</summary>
    /// <param name="from">The offset that was asked for.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions(long from, ReadResult read) =>
        Guarded((from, read), static (log, asked) => log._reader.AbortedTransactions(asked.from, asked.read));

    /// <summary>The producers that the log remembers, by id.</summary>
    public IReadOnlyList<ProducerInfo> ActiveProducers() => [.. _log.Producers.Entries.Select(entry => new ProducerInfo(
        entry.ProducerId, entry.Epoch, entry.LastSequence, entry.LastTimestampMs, entry.CoordinatorEpoch, entry.TransactionFirstOffset))];

    /// <summary>To be asked before a transactional batch is appended: a transaction that is not open here needs its coordinator's word.</summary>
    /// <param name="sequence">The batch's first; -1 where it has none.</param>
    public VerificationStart BeginVerification(long producerId, ProducerEpoch epoch, int sequence, bool isVersion2, long nowMs) =>
        _log.Producers.BeginVerification(producerId, epoch, sequence, isVersion2, nowMs);

    /// <summary>The coordinator has refused the transaction for good.</summary>
    public void EndVerification(long producerId, long guard) => _log.Producers.Verifications.Remove(producerId, guard);

    /// <summary>Forgets producers that have been silent for longer than <c>producer.id.expiration.ms</c>.</summary>
    public void RemoveExpiredProducers(long nowMs) => _log.Producers.RemoveExpired(nowMs, Options.ProducerIdExpirationMs);

    /// <summary>Whether <c>flush.messages</c> asks for a flush now; to be asked after each append.</summary>
    public bool IsFlushDue => _flushes.IsFlushDue;

    /// <summary>Whether <c>flush.ms</c> asks for a flush now; to be asked from time to time.</summary>
    public bool IsFlushOverdue(long nowMs) => _flushes.IsFlushOverdue(nowMs);

    /// <summary>Begins a flush of all that is written; false when there is nothing to flush or a flush is under way.</summary>
    /// <param name="flush">To be run outside the lock and then given to <see cref="CompleteFlush"/>, also when it failed.</param>
    public bool TryBeginFlush(out PendingFlush flush) => _flushes.TryBeginFlush(out flush) && !IsFailed;

    /// <summary>Takes a flush back. Only here the flushed end moves; a flush that failed has failed the log.</summary>
    public void CompleteFlush(PendingFlush flush) => IsFailed |= !_flushes.CompleteFlush(flush);

    /// <summary>Begins to move the recovery point to the end; false when it is there or is being moved.</summary>
    /// <param name="checkpoint">To be run outside the lock and then given to <see cref="CompleteCheckpoint"/>, also when it failed.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public bool TryBeginCheckpoint([NotNullWhen(true)] out PendingCheckpoint? checkpoint)
    {
        checkpoint = null;
        if (IsFailed) return false;
        checkpoint = Guarded(() => _flushes.BeginCheckpoint());
        return checkpoint is not null;
    }

    /// <summary>Takes a checkpoint back; one that failed has failed the log.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void CompleteCheckpoint(PendingCheckpoint checkpoint) => IsFailed |= !Guarded(() => _flushes.CompleteCheckpoint(checkpoint));

    /// <summary>Takes the hints that are due; to be run outside the lock.</summary>
    public BackgroundWork TakeBackgroundWork() => HasBackgroundWork
        ? _log.Segments.Active.Space.Take(_log.Segments.Active.File, _log.End.FilePosition, Options.SegmentBytesMax)
        : default;

    /// <summary>Takes out the segments that log start, size or time have expired; their files stay until <see cref="DeleteExpired"/>.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public RetentionResult ApplyRetention(long nowMs, long highWatermark) =>
        IsFailed ? default : Guarded(() => _retention.Apply(nowMs, highWatermark));

    /// <summary>Renames the files that retention has taken out, waiting for no disk; null when there are none.</summary>
    /// <remarks>The log start is to be durable by then: a crash undoes renames in any order, and only what lies before it may be missing in part.</remarks>
    /// <exception cref="IOException">The disk failed.</exception>
    public PendingDeletion? DeleteExpired() => IsFailed ? null : Guarded(_retention.DeleteExpired);

    /// <summary>Moves the first readable offset up; false when it is there already. The caller writes the log start checkpoint.</summary>
    /// <param name="offset">At most the high watermark.</param>
    public bool AdvanceLogStart(long offset)
    {
        if (offset <= LogStartOffset || offset > LogEndOffset) return false;
        _log.AdvanceStart(offset);
        return true;
    }

    /// <summary>Takes back an offset and everything after it, on disk too. The caller writes the recovery point checkpoint.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void TruncateTo(long offset)
    {
        if (offset >= LogEndOffset) return;
        if (offset <= LogStartOffset || _log.Segments.IsEmpty)
        {
            TruncateFullyAndStartAt(offset);
            return;
        }

        Guarded(() => _truncation.TruncateTo(offset));
        _flushes.OnTruncated();
    }

    /// <summary>Takes everything back and begins at an offset. The caller writes the recovery point and log start checkpoints.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void TruncateFullyAndStartAt(long offset)
    {
        Guarded(() => _truncation.RestartAt(offset));
        _flushes.OnTruncated();
    }

    /// <summary>Flushes everything and closes the files, so that the next start need not recover; no flush may be under way.</summary>
    /// <exception cref="IOException">The disk failed: the shutdown is not clean.</exception>
    public void Close()
    {
        if (!IsFailed && !_log.Segments.IsEmpty) Guarded(() => _flushes.FinishCleanly());
        Dispose();
    }

    /// <summary>Closes the files as they are.</summary>
    public void Dispose()
    {
        _writer.UnflushedMetadata?.Dispose();
        _log.Dispose();
    }

    private bool HasBackgroundWork => !_log.Segments.IsEmpty && _log.Segments.Active.Space.IsWorkDue(_log.End.FilePosition);

    private AppendResult AppendChecked(Span<byte> batch, in BatchVerdict verdict, in AppendContext context)
    {
        if (batch.Length > Options.SegmentBytesMax)
            return AppendResult.Refused(ErrorCode.RecordListTooLarge, "The batch is larger than a segment.");
        RecordBatchStamp.SetBaseOffset(batch, LogEndOffset);
        RecordBatchStamp.SetLeaderEpoch(batch, context.Epoch);
        RecordBatchStamp.SetMaxTimestamp(batch, Options.TimestampType, verdict.MaxTimestampMs);
        RecordBatchHeader.TryRead(batch, out var header);
        var check = _log.Producers.Check(batch, header, context);
        if (check.Error != ErrorCode.None) return AppendResult.Refused(check.Error, check.Reason);
        if (check.IsDuplicate)
            return AppendResult.Duplicate(check.Original.FirstOffset, check.Original.LastOffset, check.Original.TimestampMs, LogStartOffset);
        _log.Epochs.Begin(context.Epoch, header.BaseOffset);
        Write(batch, header, verdict.MaxTimestampMs, header.LastOffset, context.NowMs);
        var logAppendTimeMs = Options.TimestampType == TimestampType.LogAppendTime ? context.NowMs : -1;
        return AppendResult.Appended(header.BaseOffset, header.LastOffset, logAppendTimeMs, LogStartOffset, HasBackgroundWork);
    }

    private void Write(ReadOnlySpan<byte> batches, in RecordBatchHeader first, long maxTimestampMs, long lastOffset, long nowMs)
    {
        try
        {
            _writer.Write(batches, first, maxTimestampMs, lastOffset, nowMs);
        }
        catch (IOException)
        {
            IsFailed = true;
            throw;
        }
    }

    private static AppendResult OfFailedLog() => AppendResult.Refused(ErrorCode.KafkaStorageError, "The log directory is offline.");

    private T Guarded<T>(Func<T> action) => Guarded(action, static (_, action) => action());

    /// <summary>For what fetches ask: static, so that nothing is allocated for what it needs to know.</summary>
    private T Guarded<TArgument, T>(TArgument argument, Func<PartitionLog, TArgument, T> action)
    {
        try
        {
            return action(this, argument);
        }
        catch (IOException)
        {
            IsFailed = true;
            throw;
        }
    }

    private void Guarded(Action action) => Guarded(() =>
    {
        action();
        return true;
    });
}
