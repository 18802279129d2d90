using System.Collections.Immutable;

namespace Levada.Transfer.Splits;

/// <summary>Cuts ranges that hold more than their share of the rows, so that all tasks can read them.</summary>
public static class SplitShares
{
    /// <summary>Rows that are not worth a query of their own.</summary>
    public const long ChunkRowCountMin = 25_000;

    /// <summary>Parts of a task's share where a range is found without reading the rest.</summary>
    private const int FoundChunksPerTask = 8;

    /// <summary>Parts of a task's share that are tried where every query may read the whole table.</summary>
    private const int ChunksPerTaskMax = 4;

    /// <summary>What passing over a row costs, as a fraction of what sending it does.</summary>
    private const int PassedPerSent = 10;

    /// <summary>The chunks of each range, in the sample's order. Together they hold the rows of the range, each once, whatever the sample is.</summary>
    /// <param name="isFound">Whether a range of the column is found without reading the whole table. If not, cutting must be worth the reading.</param>
    public static ImmutableArray<ImmutableArray<SplitChunk>> Cut(SplitSample sample, int taskCount, bool isFound)
    {
        var values = sample.Ranges.Select((_, range) => sample.ValuesOf(range).ToImmutableArray()).ToList();
        var share = sample.RowCount / taskCount;
        if (isFound)
            return Cut(share / FoundChunksPerTask);
        var whole = Cut(long.MaxValue);
        return whole.Max(range => range[0].RowCount) <= ExcessOf(share)
            ? whole
            : Enumerable.Range(1, ChunksPerTaskMax)
                .Select(parts => Cut(share / parts))
                .MinBy(chunks => Duration(chunks, sample.RowCount / PassedPerSent, taskCount));

        ImmutableArray<ImmutableArray<SplitChunk>> Cut(long size) =>
            [.. sample.Ranges.Select((range, number) => SplitShares.Cut(range, values[number], Math.Max(ChunkRowCountMin, size)))];
    }

    /// <summary>The chunk with most rows, if that is much more than a task's share and could not be helped: the rows have one value.</summary>
    public static SplitChunk? Uncut(IEnumerable<SplitChunk> chunks, long rowCount, int taskCount) =>
        chunks.MaxBy(chunk => chunk.RowCount) is { } largest && largest.RowCount > Math.Max(ExcessOf(rowCount / taskCount), 2 * ChunkRowCountMin)
            ? largest
            : null;

    // How many rows more than its share a task may have.
    private static long ExcessOf(long share) => share + (share / 4);

    // Until the last task is done, when each chunk goes to the one that is free first.
    private static long Duration(ImmutableArray<ImmutableArray<SplitChunk>> chunks, long costOfQuery, int taskCount)
    {
        var tasks = new PriorityQueue<int, long>(Enumerable.Range(0, taskCount).Select(task => (task, 0L)));
        var last = 0L;
        foreach (var chunk in chunks.SelectMany(range => range))
        {
            tasks.TryDequeue(out var task, out var start);
            var end = start + chunk.RowCount + costOfQuery;
            tasks.Enqueue(task, end);
            last = Math.Max(last, end);
        }

        return last;
    }

    private static ImmutableArray<SplitChunk> Cut(SplitRange range, ImmutableArray<(KeyPoint? Point, long RowCount)> values, long sizeMax)
    {
        var rowCount = values.Sum(value => value.RowCount);
        if (range.Axis is null || rowCount <= sizeMax)
            return [new SplitChunk(range, rowCount)];
        var count = (rowCount + sizeMax - 1) / sizeMax;
        var size = (rowCount + count - 1) / count;
        var chunks = ImmutableArray.CreateBuilder<SplitChunk>();
        var rest = range;
        var filled = 0L;
        foreach (var (point, more) in values)
        {
            if (filled > 0 && filled + (more / 2) > size && point is not null && rest.TryCut(point, out var below, out var from))
            {
                chunks.Add(new SplitChunk(below, filled));
                rest = from;
                filled = 0;
            }
            filled += more;
        }
        chunks.Add(new SplitChunk(rest, filled));
        return chunks.ToImmutable();
    }
}
