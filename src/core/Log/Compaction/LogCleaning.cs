using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>One cleaning of a log, in steps that read and write a bounded number of bytes each.</summary>
/// <remarks>
/// First the keys of the dirty part are learnt, then all segments up to its end are copied without the records that later ones
/// replace. Runs outside the log's lock; <see cref="LogCompaction"/> puts each segment that is ready into the log, under it.
/// Until then a crash leaves the log as it was, afterwards as it is to be. Source: KIP-98 and KIP-534 for transactions and tombstones.
/// </remarks>
public sealed class LogCleaning : IDisposable
{
    private readonly LogState _log;
    private readonly LogOptions _options;
    private readonly int _truncationCount;
    private readonly CleaningCandidate _candidate;
    private readonly IReadOnlyList<CleanedSegment> _segments;
    private readonly OffsetMap _map;
    private readonly KeyReader _keys;
    private readonly SegmentBatches _batches;
    private readonly BatchCompactor _compactor;
    private IReadOnlyList<IReadOnlyList<CleanedSegment>>? _groups;
    private int _groupIndex;
    private int _segmentIndex = -1;
    private long _expectedOffset;
    private bool _isPublished = true;

    internal LogCleaning(LogState log, in CleaningCandidate candidate, IReadOnlyList<CleanedSegment> segments, CleaningOptions cleaning, long nowMs)
    {
        _log = log;
        _options = log.Options;
        _truncationCount = log.TruncationCount;
        _candidate = candidate;
        _segments = segments;
        _map = new(cleaning.MapBytesMax, candidate.FirstUncleanableOffset - candidate.FirstDirtyOffset, cleaning.MapLoadFactor);
        Stats.MapBytes = _map.ByteCount;
        _batches = new(cleaning.BufferBytes);
        var reader = new LogReader(log);
        var aborted = reader.AbortedTransactions(segments[0].BaseOffset, candidate.FirstUncleanableOffset);
        _keys = new(_options, _map, new(aborted), candidate.FirstDirtyOffset);
        _compactor = new(_options, _map, new(aborted), new(log.Producers), Stats, nowMs);
    }

    public CleaningState State { get; private set; }
    public CleaningStats Stats { get; } = new();

    /// <summary>Whether it was abandoned because the disk did not take its result.</summary>
    public bool IsOutOfRoom { get; private set; }

    /// <summary>Why it was abandoned.</summary>
    public string? Reason { get; private set; }

    /// <summary>Where the next cleaning begins, once this one is done.</summary>
    internal long EndOffset { get; private set; }

    internal CompactedSegment? Output { get; private set; }

    /// <summary>The segments that <see cref="Output"/> replaces.</summary>
    internal IReadOnlyList<CleanedSegment> Group => _groups![_groupIndex];

    /// <summary>Whether nothing was taken back since it began.</summary>
    internal bool HasItsFiles => _truncationCount == _log.TruncationCount;

    /// <summary>All segments that it still reads.</summary>
    internal IReadOnlyList<CleanedSegment> Unreplaced =>
        _groups is null ? _segments : [.. _groups.Skip(_groupIndex).SelectMany(group => group)];

    /// <summary>Does a bounded piece of the work; only while <see cref="CleaningState.Working"/>.</summary>
    /// <returns>Bytes read and written.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="InvalidDataException">A batch is damaged: the log cannot be cleaned.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed, or truncated.</exception>
    public long Step()
    {
        if (_groups is null) return Learn();
        if (IsReplacing) return ForgetOldNames();
        return Output is null ? BeginGroup() : Copy();
    }

    /// <summary>Whether a segment is part of the log already without having its names; a cleaning is best not abandoned then.</summary>
    public bool IsReplacing { get; private set; }

    /// <summary>Ends without a result; files that were begun are removed, unless they are part of the log already.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Abandon(string reason)
    {
        if (State is CleaningState.Done or CleaningState.Abandoned) return;
        State = CleaningState.Abandoned;
        Reason = reason;
        Output?.Dispose();
        Output = null;
        if (!IsReplacing) CleaningLeftovers.Remove(_log.FileSystem, _log.Directory);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Output?.Dispose();
        _keys.Dispose();
        _compactor.Dispose();
        _batches.Dispose();
        _map.Dispose();
    }

    internal void OnReplaced()
    {
        _groupIndex++;
        IsReplacing = true;
        State = CleaningState.Working;
    }

    internal void OnPublished()
    {
        Output = null;
        IsReplacing = false;
        _isPublished = true;
        State = CleaningState.Working;
    }

    private long ForgetOldNames()
    {
        _log.FileSystem.FlushDirectory(_log.Directory);
        State = CleaningState.ReadyToPublish;
        return 0;
    }

    private long Learn()
    {
        if (_batches.IsAtEnd && !TryOpenNext(_segments, _candidate.FirstDirtyOffset)) return EndLearning();
        var bytes = _batches.Read();
        Stats.MapBytesRead += bytes.Length;
        foreach (var batch in new RecordBatchEnumerator(bytes))
        {
            Check(batch, _segments[_segmentIndex]);
            if (!_keys.Read(batch)) return bytes.Length + EndLearning();
        }

        return bytes.Length;
    }

    private long EndLearning()
    {
        Stats.KeyCount = _map.Count;
        // Holes that an earlier cleaning left behind the last record belong to what has been looked at.
        var hasReadAll = _segmentIndex >= _segments.Count;
        EndOffset = hasReadAll ? _candidate.FirstUncleanableOffset : _map.LatestOffset + 1;
        if (hasReadAll) _map.Advance(EndOffset - 1);
        _groups = SegmentGroups.Of([.. _segments.Where(segment => segment.BaseOffset < EndOffset)], _options);
        return 0;
    }

    private long BeginGroup()
    {
        // What was renamed for the last group must not come undone behind what this one begins.
        if (_isPublished) _log.FileSystem.FlushDirectory(_log.Directory);
        _isPublished = false;
        if (_groupIndex == _groups!.Count)
        {
            State = CleaningState.Done;
            return 0;
        }

        if (_groupIndex == 0) CleaningLeftovers.Remove(_log.FileSystem, _log.Directory);
        _segmentIndex = -1;
        TryWrite(() => Output = new(_log.FileSystem, _log.Directory, Group[0].BaseOffset, _options.IndexIntervalBytes));
        if (Output is not null) TryOpenNext(Group, Group[0].BaseOffset);
        return 0;
    }

    private long Copy()
    {
        if (_batches.IsAtEnd && !TryOpenNext(Group, Group[0].BaseOffset)) return EndGroup();
        var bytes = _batches.Read();
        Stats.BytesRead += bytes.Length;
        var isLastStretch = _batches.IsAtEnd && IsLastWithBatches;
        try
        {
            var batches = new RecordBatchEnumerator(bytes);
            while (batches.MoveNext())
            {
                Check(batches.Current, Group[_segmentIndex]);
                _compactor.Copy(batches.Current, isLastStretch && batches.TrailingByteCount == 0, Output!);
            }

            var writtenCount = Output!.Write();
            Stats.BytesWritten += writtenCount;
            return bytes.Length + writtenCount;
        }
        catch (IOException e)
        {
            IsOutOfRoom = true;
            Abandon(e.Message);
            return bytes.Length;
        }
    }

    private bool IsLastWithBatches
    {
        get
        {
            for (var index = _segmentIndex + 1; index < Group.Count; index++)
                if (Group[index].SizeBytes > 0) return false;
            return true;
        }
    }

    private long EndGroup()
    {
        TryWrite(() => Output!.Flush());
        if (State == CleaningState.Abandoned) return 0;
        Output!.Commit();
        State = CleaningState.ReadyToReplace;
        return 0;
    }

    private bool TryOpenNext(IReadOnlyList<CleanedSegment> segments, long fromOffset)
    {
        do _segmentIndex++;
        while (_segmentIndex < segments.Count && (segments[_segmentIndex].EndOffset <= fromOffset || segments[_segmentIndex].SizeBytes == 0));
        if (_segmentIndex >= segments.Count)
        {
            _batches.Close();
            return false;
        }

        var segment = segments[_segmentIndex];
        _expectedOffset = segment.BaseOffset;
        _batches.Open(segment.File, segment.SizeBytes);
        return true;
    }

    private void Check(RecordBatch batch, in CleanedSegment segment)
    {
        CleanedBatch.Check(batch, _expectedOffset, segment.EndOffset);
        _expectedOffset = batch.NextOffset;
    }

    /// <summary>A disk that has no room for the result can still do without it.</summary>
    private void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            IsOutOfRoom = true;
            Abandon(e.Message);
        }
    }
}
