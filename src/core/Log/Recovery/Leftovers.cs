using Levada.Log.Segments;

namespace Levada.Log.Recovery;

/// <summary>Ends what a crash interrupted: deletions, and the replacement of cleaned segments that Kafka had begun.</summary>
internal static class Leftovers
{
    private const int HeaderBufferByteCount = 4096;

    private static readonly string[] s_segmentSuffixes =
        [SegmentFileName.Log, SegmentFileName.OffsetIndex, SegmentFileName.TimeIndex, SegmentFileName.TransactionIndex];

    /// <returns>Whether any name changed.</returns>
    public static bool Settle(IFileSystem fileSystem, string directory)
    {
        var names = fileSystem.ListFiles(directory);
        // A cleaning that was not finished has not yet replaced anything: its results from there on are void.
        var firstUnfinished = long.MaxValue;
        foreach (var name in names)
            if (SegmentFileName.TryParse(name, SegmentFileName.Log + SegmentFileName.Cleaned, out var offset))
                firstUnfinished = Math.Min(firstUnfinished, offset);
        var swapped = new List<long>();
        var hasChanged = false;
        foreach (var name in names)
        {
            if (SegmentFileName.TryParse(name, SegmentFileName.Log + SegmentFileName.Swap, out var offset) && offset < firstUnfinished)
                swapped.Add(offset);
            if (!IsVoid(name, firstUnfinished)) continue;
            fileSystem.DeleteFile($"{directory}/{name}");
            hasChanged = true;
        }

        foreach (var offset in swapped) FinishSwap(fileSystem, directory, offset);
        hasChanged |= DropStraySwaps(fileSystem, directory);
        return hasChanged || swapped.Count > 0;
    }

    private static bool IsVoid(string name, long firstUnfinished) =>
        name.EndsWith(SegmentFileName.Deleted, StringComparison.Ordinal)
        || name.EndsWith(SegmentFileName.Cleaned, StringComparison.Ordinal)
        || (name.EndsWith(SegmentFileName.Swap, StringComparison.Ordinal)
            && (!long.TryParse(name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal)), out var offset) || offset >= firstUnfinished));

    private static void FinishSwap(IFileSystem fileSystem, string directory, long baseOffset)
    {
        var endOffset = EndOf(fileSystem, $"{directory}/{SegmentFileName.Of(baseOffset, SegmentFileName.Log + SegmentFileName.Swap)}", baseOffset);
        foreach (var name in fileSystem.ListFiles(directory))
        {
            if (!SegmentFileName.TryParse(name, SegmentFileName.Log, out var replaced) || replaced < baseOffset || replaced >= endOffset) continue;
            foreach (var suffix in s_segmentSuffixes) fileSystem.DeleteFile(SegmentFileName.PathOf(directory, replaced, suffix));
        }

        // Were an old segment to come back beside the new one, offsets would be there twice.
        fileSystem.FlushDirectory(directory);
        foreach (var suffix in s_segmentSuffixes.Reverse())
        {
            var path = SegmentFileName.PathOf(directory, baseOffset, suffix);
            if (fileSystem.FileExists(path + SegmentFileName.Swap)) fileSystem.Rename(path + SegmentFileName.Swap, path);
        }
    }

    /// <summary>What belongs to a data file that has its final name already, and can be made again from it.</summary>
    private static bool DropStraySwaps(IFileSystem fileSystem, string directory)
    {
        var strays = fileSystem.ListFiles(directory).Where(name => name.EndsWith(SegmentFileName.Swap, StringComparison.Ordinal)).ToArray();
        foreach (var name in strays) fileSystem.DeleteFile($"{directory}/{name}");
        return strays.Length > 0;
    }

    /// <summary>The offset after the last batch of a file; at least one after its base, since it replaces that segment.</summary>
    private static long EndOf(IFileSystem fileSystem, string path, long baseOffset)
    {
        using var file = fileSystem.Open(path, FileOpenMode.Existing);
        Span<byte> buffer = stackalloc byte[HeaderBufferByteCount];
        var scanner = new BatchScanner(file, 0, file.Length, buffer);
        var endOffset = baseOffset + 1;
        while (scanner.MoveNext()) endOffset = Math.Max(endOffset, scanner.Header.NextOffset);
        return endOffset;
    }
}
