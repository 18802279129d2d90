using Levada.Log.Compaction;
using Levada.Log.Producers;
using Levada.Log.Segments;

namespace Levada.Log;

/// <summary>All that one partition's log consists of, shared by the classes that read, write, flush and recover it.</summary>
internal sealed class LogState(IFileSystem fileSystem, string directory, LogOptions options) : IDisposable
{
    public IFileSystem FileSystem { get; } = fileSystem;
    public string Directory { get; } = directory;
    public LogOptions Options { get; set; } = options;
    public SegmentList Segments { get; } = new(fileSystem, directory);
    public SnapshotFiles Snapshots { get; } = new(fileSystem, directory);
    public ProducerStates Producers { get; } = new();
    public LeaderEpochCache Epochs { get; } = new();

    /// <summary>The first offset that may be read.</summary>
    public long LogStartOffset { get; set; }

    /// <summary>Whether the disk failed this log; it must not be written any more.</summary>
    public bool IsFailed { get; set; }

    /// <summary>Everything below has been cleaned.</summary>
    public long CleanedOffset { get; set; }

    /// <summary>Counts what took records back: a cleaning that began before has lost its files.</summary>
    public int TruncationCount { get; set; }

    /// <summary>Below it places may have changed since the log was opened, because segments were replaced by cleaned ones.</summary>
    public long ReplacedEndOffset { get; set; }

    /// <summary>A cleaned segment that is read already and does not have its names yet, or null.</summary>
    public UnpublishedSegment? Unpublished { get; set; }

    /// <summary>What is no part of the log any more and may still be read.</summary>
    public List<Segment> Retired { get; } = [];

    /// <summary>What retention has taken out and has its names still, in the order of offsets.</summary>
    public List<Segment> Expired { get; } = [];

    /// <summary>The next offset to be written and its place.</summary>
    public LogPosition End { get; set; }

    /// <summary>Puts the end where the active segment ends.</summary>
    public void EndAt(long offset) => End = Segments.IsEmpty
        ? LogPosition.At(offset)
        : new(offset, Segments.Active.BaseOffset, Segments.Active.SizeBytes);

    /// <summary>Moves the first readable offset up.</summary>
    public void AdvanceStart(long offset)
    {
        LogStartOffset = offset;
        Epochs.TruncateFromStart(offset);
    }

    /// <summary>Deletes segments at once, files and all; the last ones first, so that a crash leaves no gap before those that are left.</summary>
    public void DropSegments(int index, int count) => Drop(Segments.Remove(index, count));

    /// <summary>Deletes at once what retention has taken out.</summary>
    public void DropExpired()
    {
        Drop(Expired);
        Expired.Clear();
    }

    public void Dispose()
    {
        Segments.Dispose();
        foreach (var segment in Retired) segment.Dispose();
        foreach (var segment in Expired) segment.Dispose();
        Expired.Clear();
    }

    private void Drop(IEnumerable<Segment> segments)
    {
        foreach (var segment in segments.Reverse())
        {
            foreach (var path in segment.MarkDeleted()) FileSystem.DeleteFile(path);
            Snapshots.Forget(segment.BaseOffset);
            segment.Dispose();
        }
    }
}
