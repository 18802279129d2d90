using Levada.Log.Segments;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>The segment that a cleaning writes, under names that are no part of the log until it is complete.</summary>
internal sealed class CompactedSegment : IDisposable
{
    private static readonly string[] s_indexSuffixes =
        [SegmentFileName.TransactionIndex, SegmentFileName.OffsetIndex, SegmentFileName.TimeIndex];

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly Segment _segment;
    private readonly int _indexIntervalBytes;
    private readonly FrameBuffer _buffer = new();
    private bool _isOpen = true;

    /// <exception cref="IOException">The disk failed or is full.</exception>
    public CompactedSegment(IFileSystem fileSystem, string directory, long baseOffset, int indexIntervalBytes)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _indexIntervalBytes = indexIntervalBytes;
        BaseOffset = baseOffset;
        _segment = Segment.Create(fileSystem, directory, baseOffset, nowMs: 0, SegmentFileName.Cleaned);
    }

    public long BaseOffset { get; }

    /// <summary>Takes a whole batch that follows the last one; it is written later.</summary>
    /// <exception cref="IOException">The disk failed or is full, or the segment is.</exception>
    public void Append(ReadOnlySpan<byte> batch)
    {
        var position = _segment.SizeBytes;
        if (position + batch.Length > int.MaxValue) throw new IOException($"The cleaned segment {BaseOffset} of {_directory} is too large.");
        RecordBatchHeader.TryRead(batch, out var header);
        batch.CopyTo(_buffer.Append(batch.Length));
        _segment.Track(header, position, _indexIntervalBytes);
    }

    public void Append(in AbortedTransaction transaction) => _segment.TransactionIndex.Append(transaction);

    /// <summary>Writes what was taken.</summary>
    /// <returns>How many bytes that were.</returns>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public int Write()
    {
        var byteCount = _buffer.Length;
        if (byteCount == 0) return 0;
        _segment.File.Write(_buffer.Written, _segment.SizeBytes - byteCount);
        // The flush at the end shall not keep a shutdown waiting.
        _segment.File.StartWriteback(_segment.SizeBytes - byteCount, byteCount);
        _buffer.Clear();
        return byteCount;
    }

    /// <summary>Makes all files durable under their provisional names.</summary>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public void Flush()
    {
        Write();
        _segment.PersistIndexes();
        _segment.File.Flush();
        _segment.OffsetIndex.File?.Flush();
        _segment.TimeIndex.File?.Flush();
        _segment.TransactionIndex.File?.Flush();
        _fileSystem.FlushDirectory(_directory);
        Close();
    }

    /// <summary>Says durably that the segment is complete: from here on a restart finishes the replacement.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Commit()
    {
        // The data file's name is the sign: when it is there, all others are.
        foreach (var suffix in s_indexSuffixes) Rename(suffix, SegmentFileName.Cleaned, SegmentFileName.Swap);
        _fileSystem.FlushDirectory(_directory);
        RenameData(SegmentFileName.Cleaned, SegmentFileName.Swap);
        _fileSystem.FlushDirectory(_directory);
    }

    /// <summary>Gives the files the names of the log; the old ones' are free.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Publish()
    {
        foreach (var suffix in s_indexSuffixes) Rename(suffix, SegmentFileName.Swap, "");
        RenameData(SegmentFileName.Swap, "");
    }

    /// <summary>Gives back memory and descriptors; the files stay.</summary>
    public void Dispose() => Close();

    private void Close()
    {
        if (!_isOpen) return;
        _isOpen = false;
        _segment.Dispose();
        _buffer.Release();
    }

    private void RenameData(string from, string to)
    {
        var path = SegmentFileName.PathOf(_directory, BaseOffset, SegmentFileName.Log);
        _fileSystem.Rename(path + from, path + to);
    }

    private void Rename(string suffix, string from, string to)
    {
        var path = SegmentFileName.PathOf(_directory, BaseOffset, suffix);
        if (_fileSystem.FileExists(path + from)) _fileSystem.Rename(path + from, path + to);
    }
}
