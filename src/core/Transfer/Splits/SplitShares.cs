using System.Collections.Immutable;

namespace Levada.Transfer.Splits;

/// <summary>Cuts ranges that hold more than their share of the rows, so that all tasks can read them.</summary>
public static class SplitShares
{
    /// <summary>Rows that are not worth a query of their own.</summary>
    public const long ChunkRowCountMin = 25_000;

    /// <summary>How much more than its share of the rows a task may have before ranges are cut, in percent of the share.</summary>
    private const int ExcessPercentMax = 25;

    /// <summary>Parts of a task's share where every query may read the whole table.</summary>
    private const int ChunksPerTask = 2;

    /// <summary>Parts of a task's share where a range is found without reading the rest.</summary>
    private const int FoundChunksPerTask = 8;

    /// <summary>The chunks of each range, in the sample's order. Together they hold the rows of the range, each once, whatever the sample is.</summary>
    /// <param name="isFound">Whether a range of the column is found without reading the whole table.</param>
    public static ImmutableArray<ImmutableArray<SplitChunk>> Cut(SplitSample sample, int taskCount, bool isFound)
    {
        var share = sample.RowCount / taskCount;
        var size = Math.Max(ChunkRowCountMin, share / (isFound ? FoundChunksPerTask : ChunksPerTask));
        var rowCounts = sample.Ranges.Select((_, range) => sample.ValuesOf(range).Sum(value => value.RowCount)).ToList();
        var isCut = isFound || rowCounts.Max() > ExcessOf(share);
        return [.. sample.Ranges.Select((range, number) =>
            isCut ? Cut(range, [.. sample.ValuesOf(number)], rowCounts[number], size) : [new SplitChunk(range, rowCounts[number])])];
    }

    /// <summary>The chunk with most rows, if that is more than a task's share and cannot be helped: the rows have one value.</summary>
    public static SplitChunk? Uncut(IEnumerable<SplitChunk> chunks, long rowCount, int taskCount) =>
        chunks.MaxBy(chunk => chunk.RowCount) is { } largest && largest.RowCount > Math.Max(ExcessOf(rowCount / taskCount), 2 * ChunkRowCountMin)
            ? largest
            : null;

    private static long ExcessOf(long share) => share + (share * ExcessPercentMax / 100);

    private static ImmutableArray<SplitChunk> Cut(
        SplitRange range, ImmutableArray<(string? Literal, long RowCount)> values, long rowCount, long sizeMax)
    {
        if (range.Axis is not { } axis || rowCount <= sizeMax)
            return [new SplitChunk(range, rowCount)];
        var count = (rowCount + sizeMax - 1) / sizeMax;
        var size = (rowCount + count - 1) / count;
        var chunks = ImmutableArray.CreateBuilder<SplitChunk>();
        var rest = range with { Axis = null, Keys = null };
        var filled = 0L;
        foreach (var (literal, more) in values)
        {
            if (filled > 0 && filled + (more / 2) > size && literal is not null)
            {
                chunks.Add(new SplitChunk(rest with { Upper = $"{range.Upper} AND {axis.Column} < {literal}" }, filled));
                // Each chunk excludes all that come before it: then no order of the values, whatever the database says of it, doubles a row.
                rest = rest with { Lower = $"{rest.Lower} AND {axis.Column} >= {literal}" };
                filled = 0;
            }
            filled += more;
        }
        chunks.Add(new SplitChunk(rest, filled));
        return chunks.ToImmutable();
    }
}
