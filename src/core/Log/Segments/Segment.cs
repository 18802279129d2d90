using Levada.Records;

namespace Levada.Log.Segments;

/// <summary>One stretch of a partition's log: a file of batches with its indexes.</summary>
internal sealed class Segment : IDisposable
{
    /// <summary>Enough for the batches of one index interval's headers in one read.</summary>
    private const int LookupBufferByteCount = 4096;

    private const int RebuildIntervalBytes = 4096;

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly string _nameSuffix;
    private IFile? _file;
    private bool _hasIndexes;
    private bool _isRebuilt;
    private long _bytesSinceIndexEntry;
    private long? _firstBatchTimestampMs;
    private (long TimestampMs, long Offset) _latest;

    private Segment(IFileSystem fileSystem, string directory, long baseOffset, string nameSuffix = "")
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _nameSuffix = nameSuffix;
        BaseOffset = baseOffset;
        _latest = (-1, baseOffset);
        OffsetIndex = new(fileSystem, PathOf(SegmentFileName.OffsetIndex), baseOffset);
        TimeIndex = new(fileSystem, PathOf(SegmentFileName.TimeIndex), baseOffset);
        TransactionIndex = new(fileSystem, PathOf(SegmentFileName.TransactionIndex));
    }

    public long BaseOffset { get; }
    public long SizeBytes { get; private set; }

    /// <summary>When the segment was made or opened: milliseconds since 1970.</summary>
    public long CreatedMs { get; private init; }

    public OffsetIndex OffsetIndex { get; }
    public TimeIndex TimeIndex { get; }
    public TransactionIndex TransactionIndex { get; }
    public SegmentSpace Space { get; } = new();

    public IFile File => _file ??= _fileSystem.Open(PathOf(SegmentFileName.Log), FileOpenMode.Existing);

    /// <summary>The largest timestamp and the last offset of its batch; -1 without one.</summary>
    public (long TimestampMs, long Offset) Latest
    {
        get
        {
            if (!IsLatestKnown) EnsureIndexes();
            return _latest;
        }
    }

    /// <summary>Whether <see cref="Latest"/> is there without a look at the disk.</summary>
    public bool IsLatestKnown { get; private set; }

    /// <summary>The max timestamp of the first batch, from which rolling by time counts; null while empty.</summary>
    public long? FirstBatchTimestampMs => _firstBatchTimestampMs ??= ReadFirstBatchTimestamp();

    /// <param name="nameSuffix">What follows all file names while the segment is no part of its log.</param>
    public static Segment Create(IFileSystem fileSystem, string directory, long baseOffset, long nowMs, string nameSuffix = "")
    {
        var segment = new Segment(fileSystem, directory, baseOffset, nameSuffix) { CreatedMs = nowMs, _hasIndexes = true, IsLatestKnown = true };
        segment._file = fileSystem.Open(segment.PathOf(SegmentFileName.Log), FileOpenMode.CreateOrTruncate);
        segment.OffsetIndex.Clear();
        segment.TimeIndex.Clear();
        segment.TransactionIndex.TruncateTo(baseOffset);
        return segment;
    }

    /// <param name="nameSuffix">What follows all file names while the segment does not have those of its log.</param>
    public static Segment Open(IFileSystem fileSystem, string directory, long baseOffset, long nowMs, string nameSuffix = "")
    {
        var segment = new Segment(fileSystem, directory, baseOffset, nameSuffix) { CreatedMs = nowMs };
        segment.SizeBytes = segment.File.Length;
        return segment;
    }

    /// <summary>Whether another batch would overfill an index.</summary>
    public bool IsIndexFull(int indexBytesMax) =>
        OffsetIndex.Count >= indexBytesMax / OffsetIndex.EntryByteCount
        // One place is kept for the entry that closes the segment.
        || TimeIndex.Count >= (indexBytesMax / TimeIndex.EntryByteCount) - 1;

    /// <summary>Takes in a batch that is in the file at a position: indexes, timestamps, size.</summary>
    public void Track(in RecordBatchHeader batch, long position, int indexIntervalBytes)
    {
        if (position == 0) _firstBatchTimestampMs = batch.MaxTimestamp;
        // A batch that cleaning has emptied has no record with its timestamp any more.
        if (batch.MaxTimestamp > _latest.TimestampMs && batch.RecordCount > 0) _latest = (batch.MaxTimestamp, batch.LastOffset);
        if (_bytesSinceIndexEntry > indexIntervalBytes)
        {
            OffsetIndex.Append(batch.LastOffset, (int)position);
            TimeIndex.AppendIfLater(_latest.TimestampMs, _latest.Offset);
            _bytesSinceIndexEntry = 0;
        }

        _bytesSinceIndexEntry += batch.SizeBytes;
        SizeBytes = position + batch.SizeBytes;
    }

    /// <summary>Finds the batch that holds an offset, or the first one after it.</summary>
    public LocateStatus Locate(long offset, out long position, out RecordBatchHeader header)
    {
        EnsureIndexes();
        var status = LocateFrom(OffsetIndex.Lookup(offset).Position, offset, out position, out header);
        if (status != LocateStatus.Damaged || _isRebuilt) return status;
        // An index that leads astray passes for a damaged file: without it the file may be whole.
        RebuildIndexes();
        return LocateFrom(OffsetIndex.Lookup(offset).Position, offset, out position, out header);
    }

    /// <summary>An offset that no batch beginning before a position reaches, found without reading batches.</summary>
    public long? UpperBoundOf(long position)
    {
        EnsureIndexes();
        return OffsetIndex.FirstFrom((int)Math.Min(position, int.MaxValue))?.Offset;
    }

    /// <summary>Makes the indexes usable: loads them, or rebuilds them when they are missing or cannot be right.</summary>
    public void EnsureIndexes()
    {
        if (_hasIndexes) return;
        _hasIndexes = IsLatestKnown = true;
        if (OffsetIndex.TryLoad(SizeBytes) && TimeIndex.TryLoad() && (TimeIndex.Count > 0 || SizeBytes == 0)) _latest = TimeIndex.Last;
        else RebuildIndexes();
    }

    /// <summary>Takes over the indexes up to an offset, if they agree with the file, and goes to the batch that begins there.</summary>
    /// <returns>The position from which batches have to be tracked anew, and the offset expected there.</returns>
    public (long Position, long Offset) ResumeAt(long offset, int indexIntervalBytes)
    {
        var fileByteCount = SizeBytes;
        _hasIndexes = IsLatestKnown = true;
        if (offset > BaseOffset && TryResumeAt(offset, fileByteCount, indexIntervalBytes, out var place)) return place;
        ForgetContent();
        return (0, BaseOffset);
    }

    /// <summary>Tells whether the batches after the last index entry fill the file, and tracks them.</summary>
    /// <param name="endOffset">The offset after the last batch.</param>
    public bool TryResumeAtEnd(int indexIntervalBytes, out long endOffset)
    {
        var fileByteCount = SizeBytes;
        var (position, offset) = ResumeAt(long.MaxValue, indexIntervalBytes);
        endOffset = offset;
        return position == fileByteCount;
    }

    /// <summary>Cuts the file at a batch.</summary>
    /// <param name="offset">The offset of the batch that goes, with everything after it.</param>
    public void TruncateTo(long offset, long position)
    {
        File.SetLength(position);
        SizeBytes = position;
        Space.Reset(position);
        EnsureIndexes();
        OffsetIndex.TruncateTo(offset);
        TimeIndex.TruncateTo(offset);
        TransactionIndex.TruncateTo(offset);
        _bytesSinceIndexEntry = position - OffsetIndex.LastPosition;
        _latest = TimeIndex.Last;
        if (position == 0) _firstBatchTimestampMs = null;
        RecountLatest();
    }

    /// <summary>Adds the time index entry that closes a segment or prepares a checkpoint, and writes both indexes.</summary>
    public void PersistIndexes()
    {
        EnsureIndexes();
        TimeIndex.AppendIfLater(_latest.TimestampMs, _latest.Offset);
        OffsetIndex.Persist();
        TimeIndex.Persist();
    }

    /// <summary>No more batches will come: releases what was reserved and writes the indexes.</summary>
    public void Seal()
    {
        PersistIndexes();
        if (Space.IsReservedBeyond(SizeBytes)) File.SetLength(SizeBytes);
    }

    /// <summary>Gives back what the indexes of a sealed segment hold; they load again when they are asked.</summary>
    public void ReleaseIndexes()
    {
        OffsetIndex.Dispose();
        TimeIndex.Dispose();
        _hasIndexes = false;
    }

    /// <summary>Renames all files of the segment so that they are no longer part of the log; open ones stay readable.</summary>
    /// <returns>The new paths.</returns>
    public List<string> MarkDeleted()
    {
        var paths = new List<string>();
        foreach (var suffix in (ReadOnlySpan<string>)
            [SegmentFileName.Log, SegmentFileName.OffsetIndex, SegmentFileName.TimeIndex, SegmentFileName.TransactionIndex, SegmentFileName.Snapshot])
        {
            var path = PathOf(suffix);
            if (!_fileSystem.FileExists(path)) continue;
            _fileSystem.Rename(path, path + SegmentFileName.Deleted);
            paths.Add(path + SegmentFileName.Deleted);
        }

        return paths;
    }

    public void Dispose()
    {
        _file?.Dispose();
        OffsetIndex.Dispose();
        TimeIndex.Dispose();
        TransactionIndex.Dispose();
    }

    private LocateStatus LocateFrom(int start, long offset, out long position, out RecordBatchHeader header)
    {
        Span<byte> buffer = stackalloc byte[LookupBufferByteCount];
        var scanner = new BatchScanner(File, start, SizeBytes, buffer);
        while (scanner.MoveNext())
        {
            if (scanner.Header.LastOffset < offset) continue;
            (position, header) = (scanner.Position, scanner.Header);
            return LocateStatus.Found;
        }

        (position, header) = (scanner.NextPosition, default);
        return scanner.IsAtEnd ? LocateStatus.PastEnd : LocateStatus.Damaged;
    }

    private string PathOf(string suffix) => SegmentFileName.PathOf(_directory, BaseOffset, suffix + _nameSuffix);

    private void ForgetContent()
    {
        OffsetIndex.Clear();
        TimeIndex.Clear();
        SizeBytes = 0;
        _bytesSinceIndexEntry = 0;
        _firstBatchTimestampMs = null;
        _latest = (-1, BaseOffset);
    }

    private bool TryResumeAt(long offset, long fileByteCount, int indexIntervalBytes, out (long Position, long Offset) place)
    {
        place = default;
        if (!OffsetIndex.TryLoad(fileByteCount) || !TimeIndex.TryLoad()) return false;
        OffsetIndex.TruncateTo(offset);
        TimeIndex.TruncateTo(offset);
        _latest = TimeIndex.Last;
        Span<byte> buffer = stackalloc byte[LookupBufferByteCount];
        var scanner = new BatchScanner(File, OffsetIndex.LastPosition, fileByteCount, buffer);
        if (!scanner.MoveNext() || (OffsetIndex.Count > 0 && scanner.Header.LastOffset != OffsetIndex.LastOffset)) return false;
        place = (scanner.Position, scanner.Header.BaseOffset);
        // The batch that has the last entry is counted anew, not indexed anew.
        _bytesSinceIndexEntry = 0;
        do
        {
            // Base offsets are outside the checksum: one that goes back is damage behind the place asked for, not part of what is whole.
            if (scanner.Header.BaseOffset >= offset || scanner.Header.BaseOffset < place.Offset) break;
            Track(scanner.Header, scanner.Position, indexIntervalBytes);
            place = (scanner.NextPosition, scanner.Header.NextOffset);
        }
        while (scanner.MoveNext());
        SizeBytes = place.Position;
        return true;
    }

    private void RebuildIndexes()
    {
        _isRebuilt = true;
        var fileByteCount = SizeBytes;
        ForgetContent();
        Span<byte> buffer = stackalloc byte[LookupBufferByteCount];
        var scanner = new BatchScanner(File, 0, fileByteCount, buffer);
        while (scanner.MoveNext()) Track(scanner.Header, scanner.Position, RebuildIntervalBytes);
        SizeBytes = fileByteCount;
        PersistIndexes();
        // The indexes of a sealed segment are believed after a crash: nobody else would flush these.
        OffsetIndex.File?.Flush();
        TimeIndex.File?.Flush();
    }

    /// <summary>The largest timestamp may lie after the last entry that the time index kept.</summary>
    private void RecountLatest()
    {
        Span<byte> buffer = stackalloc byte[LookupBufferByteCount];
        var scanner = new BatchScanner(File, OffsetIndex.Lookup(_latest.Offset).Position, SizeBytes, buffer);
        while (scanner.MoveNext())
            if (scanner.Header.MaxTimestamp > _latest.TimestampMs && scanner.Header.RecordCount > 0) _latest = (scanner.Header.MaxTimestamp, scanner.Header.LastOffset);
    }

    private long? ReadFirstBatchTimestamp()
    {
        if (SizeBytes == 0) return null;
        Span<byte> header = stackalloc byte[RecordBatchFormat.HeaderByteCount];
        var byteCount = File.Read(header, 0);
        return RecordBatchHeader.TryRead(header[..byteCount], out var batch) ? batch.MaxTimestamp : null;
    }
}
