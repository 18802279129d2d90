using Levada.Log.Segments;

namespace Levada.Log.Compaction;

/// <summary>A cleaned segment that is part of its log already, under the names from which a restart would finish its replacement.</summary>
/// <remarks>It gets the log's names when those of the old segments are gone durably: nobody has to hold the log's lock while that is waited for.</remarks>
internal sealed class UnpublishedSegment(LogState log, CompactedSegment files, Segment segment)
{
    public CompactedSegment Files { get; } = files;

    /// <summary>Gives the files the names of the log; the old ones' are gone durably. Under the log's lock.</summary>
    /// <returns>The segment with the provisional names, to be closed when nobody reads it any more; null when it is no part of the log any more.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    public Segment? Publish()
    {
        log.Unpublished = null;
        if (log.Segments.Find(Files.BaseOffset) != segment) return null;
        var index = log.Segments.FloorIndex(Files.BaseOffset);
        Files.Publish();
        log.Segments.Remove(index, 1);
        log.Segments.Insert(index, Files.BaseOffset, segment.CreatedMs);
        return segment;
    }

    /// <summary>Does all of it at once, before something that wants to know all files by their names.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Settle(LogState log)
    {
        if (log.Unpublished is not { } unpublished) return;
        log.FileSystem.FlushDirectory(log.Directory);
        if (unpublished.Publish() is { } retired) log.Retired.Add(retired);
    }
}
