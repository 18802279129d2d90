using System.Collections.Immutable;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>Shares files among tasks, by bytes.</summary>
internal static class SlicePlan
{
    /// <summary>Bytes below which a file is not cut: a task costs more than it saves.</summary>
    public const long PieceBytesMin = 64 << 10;

    /// <summary>At most so many slices, none of them empty; together they cover every byte once.</summary>
    /// <param name="files">Paths and lengths.</param>
    /// <param name="sliceCountMax">1 or more.</param>
    /// <param name="isCuttable">Whether a file may be read from its middle.</param>
    public static ImmutableArray<ExportSlice> Cut(
        IReadOnlyCollection<(string Path, long Length)> files, int sliceCountMax, Func<string, bool> isCuttable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sliceCountMax, 1);
        var pieceBytes = Math.Max(PieceBytesMin, DivideUp(files.Sum(file => file.Length), sliceCountMax));
        var pieces = files
            .Where(file => file.Length > 0)
            .SelectMany(file => isCuttable(file.Path) ? Pieces(file.Path, file.Length, pieceBytes) : [new FileRange(file.Path, 0, file.Length)])
            .OrderByDescending(piece => piece.Length)
            .ThenBy(piece => piece.Path, StringComparer.Ordinal)
            .ThenBy(piece => piece.Start);
        // The largest piece next, to the slice that has least: none gets much more than its share.
        var slices = new PriorityQueue<List<FileRange>, (long ByteCount, int Number)>();
        for (var number = 0; number < sliceCountMax; number++)
            slices.Enqueue([], (0, number));
        foreach (var piece in pieces)
        {
            slices.TryDequeue(out var slice, out var key);
            slice!.Add(piece);
            slices.Enqueue(slice, (key.ByteCount + piece.Length, key.Number));
        }

        return
        [
            .. slices.UnorderedItems
                .Where(item => item.Element.Count > 0)
                .OrderBy(item => item.Priority.Number)
                .Select(item => new ExportSlice(Joined(item.Element))),
        ];
    }

    /// <summary>A file in equal pieces of about the given size.</summary>
    private static IEnumerable<FileRange> Pieces(string path, long length, long pieceBytes)
    {
        var count = DivideUp(length, pieceBytes);
        for (var piece = 0L; piece < count; piece++)
        {
            var start = Part(length, piece, count);
            yield return new FileRange(path, start, Part(length, piece + 1, count) - start);
        }
    }

    /// <summary>In order of the files; pieces of one file that follow each other become one.</summary>
    private static ImmutableArray<FileRange> Joined(List<FileRange> ranges)
    {
        var joined = ImmutableArray.CreateBuilder<FileRange>();
        foreach (var range in ranges.OrderBy(range => range.Path, StringComparer.Ordinal).ThenBy(range => range.Start))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Path == range.Path && last.Start + last.Length == range.Start)
                joined[^1] = last with { Length = last.Length + range.Length };
            else
                joined.Add(range);
        }

        return joined.ToImmutable();
    }

    private static long Part(long length, long piece, long count) => (long)((Int128)length * piece / count);

    private static long DivideUp(long number, long divisor) => (number / divisor) + (number % divisor == 0 ? 0 : 1);
}
