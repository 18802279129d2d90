using System.Collections.Immutable;
using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.DataFiles.Sources;

/// <summary>Finds the files of a data set: a file, a directory of files, or a pattern for either.</summary>
internal static class SourceListing
{
    private const string RecursionProperty = "mapreduce.input.fileinputformat.input.dir.recursive";

    private static readonly LocalDisk s_disk = new();

    /// <summary>The visible files in ordinal order of their paths, with their lengths. Empty when there is a directory and nothing in it.</summary>
    /// <exception cref="TransferException">Nothing is there, a directory holds directories, or the disk refuses.</exception>
    public static ImmutableArray<(string Path, long Length)> Find(string location, TransferOptions options)
    {
        var path = LocalLocation.Parse(location);
        FinishCommitted(path);
        var isRecursive = bool.TryParse(options.Properties.GetValueOrDefault(RecursionProperty), out var isSet) && isSet;
        try
        {
            return [.. Roots(path, location).SelectMany(root => Files(root, isRecursive)).DistinctBy(file => file.Path)];
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"read {path}", e);
        }
    }

    /// <summary>An import that ended inside its commit may have left a part of its files in the directory: then the others follow first.</summary>
    private static void FinishCommitted(string path)
    {
        if (Path.GetDirectoryName(path) is not null && !PathGlob.IsPattern(path))
            ImportTargets.FinishCommitted(path, s_disk);
    }

    /// <summary>What exists by that very name is not taken for a pattern.</summary>
    private static IReadOnlyList<string> Roots(string path, string location)
    {
        if (Path.Exists(path))
            return [path];
        if (!PathGlob.IsPattern(path))
            throw new TransferException($"Input path does not exist: {path}");
        var roots = PathGlob.Find(path, Names, Path.Exists);
        return roots.Count > 0 ? roots : throw new TransferException($"Input Pattern {location} matches 0 files");
    }

    private static List<(string Path, long Length)> Files(string root, bool isRecursive)
    {
        if (!Directory.Exists(root))
            return [(root, new FileInfo(root).Length)];
        var files = new List<(string Path, long Length)>();
        foreach (var path in Names(root).Where(name => !NamePattern.IsHidden(name)).Select(name => Path.Join(root, name)))
        {
            if (Directory.Exists(path) && !isRecursive)
                throw new TransferException(
                    $"{path} is a directory inside the data set. Name it by a pattern such as {root}/*, or set -D {RecursionProperty}=true.");
            files.AddRange(Files(path, isRecursive));
        }

        return files;
    }

    private static IEnumerable<string> Names(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)
        : [];
}
