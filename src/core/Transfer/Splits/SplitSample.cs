using System.Collections.Immutable;

namespace Levada.Transfer.Splits;

/// <summary>Values of the split column, in the database's order, that stand for the rows of an import.</summary>
/// <param name="ranges">The ranges that the rows are in.</param>
/// <param name="rowsPerValue">How many rows a value stands for.</param>
public sealed class SplitSample(ImmutableArray<SplitRange> ranges, int rowsPerValue)
{
    /// <summary>Values that are kept: enough to find a hundredth of the rows, few enough to hold them.</summary>
    public const int ValueCountMax = 16_384;

    private readonly List<(int Range, KeyPoint? Point)> _values = [];
    private int _stride = 1;
    private int _skippedCount;

    public ImmutableArray<SplitRange> Ranges => ranges;

    /// <summary>How many rows each value that is kept stands for.</summary>
    public long RowsPerValue => (long)rowsPerValue * _stride;

    /// <summary>About how many rows there are.</summary>
    public long RowCount => _values.Count * RowsPerValue;

    /// <summary>Adds the next value. When there are too many, every other one is dropped and the rest stands for twice as many rows.</summary>
    /// <param name="range">The number of the range that holds it.</param>
    public void Add(int range, SplitValue value)
    {
        if ((uint)range >= (uint)ranges.Length)
            return;
        if (++_skippedCount < _stride)
            return;
        _skippedCount = 0;
        _values.Add((range, ranges[range].Axis?.PointOf(value)));
        if (_values.Count < ValueCountMax)
            return;
        var kept = _values.Where((_, index) => index % 2 == 1).ToList();
        _values.Clear();
        _values.AddRange(kept);
        _stride *= 2;
    }

    /// <summary>Adds the next row of the sample's query; one that is in no range does not count.</summary>
    public void Add(SplitValue range, SplitValue value)
    {
        if (DecimalAxis.NumberOf(range)?.Floor() is { } number && number < ranges.Length)
            Add((int)number, value);
    }

    /// <summary>The values of a range, each once, with the number of rows that have it; null: not a value to cut at.</summary>
    internal IEnumerable<(KeyPoint? Point, long RowCount)> ValuesOf(int range)
    {
        var (point, count) = ((KeyPoint?)null, 0L);
        foreach (var value in _values.Where(value => value.Range == range))
        {
            if (count > 0 && value.Point is not null && value.Point != point)
            {
                yield return (point, count);
                count = 0;
            }
            point = count == 0 ? value.Point : point;
            count += RowsPerValue;
        }
        if (count > 0)
            yield return (point, count);
    }
}
