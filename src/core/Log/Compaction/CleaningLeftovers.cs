using Levada.Log.Segments;

namespace Levada.Log.Compaction;

/// <summary>Removes the files of a cleaning that nobody goes on with; the log does not know them.</summary>
internal static class CleaningLeftovers
{
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Remove(IFileSystem fileSystem, string directory)
    {
        if (!fileSystem.DirectoryExists(directory)) return;
        var hasRemoved = false;
        foreach (var name in fileSystem.ListFiles(directory))
        {
            if (!name.EndsWith(SegmentFileName.Cleaned, StringComparison.Ordinal) && !name.EndsWith(SegmentFileName.Swap, StringComparison.Ordinal))
                continue;
            fileSystem.DeleteFile($"{directory}/{name}");
            hasRemoved = true;
        }

        // Were one of them to come back after a crash, it would be taken for the result of a later cleaning.
        if (hasRemoved) fileSystem.FlushDirectory(directory);
    }
}
