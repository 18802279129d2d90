using Levada.Coordination.Share;

namespace Levada.Broker.Share.DeadLetters;

/// <summary>How far the writing of some ranges has come.</summary>
internal readonly struct DeadLetterCursor
{
    private readonly IReadOnlyList<DeadLetterRange> _ranges;
    private readonly int _index;

    public DeadLetterCursor(IReadOnlyList<DeadLetterRange> ranges)
        : this(ranges, 0, ranges[0].First)
    {
    }

    private DeadLetterCursor(IReadOnlyList<DeadLetterRange> ranges, int index, long offset)
    {
        _ranges = ranges;
        _index = index;
        Offset = offset;
    }

    public bool IsAtEnd => _index == _ranges.Count;

    /// <summary>The range in hand.</summary>
    public DeadLetterRange Range => _ranges[_index];

    /// <summary>The offset in hand; behind the last one at the end.</summary>
    public long Offset { get; }

    public DeadLetterCursor Next() =>
        Offset < Range.Last ? new(_ranges, _index, Offset + 1)
        : _index + 1 < _ranges.Count ? new(_ranges, _index + 1, _ranges[_index + 1].First)
        : new(_ranges, _index + 1, Offset + 1);

    /// <summary>What is left, for a line in the log.</summary>
    public override string ToString() => $"offsets {Offset} to {_ranges[^1].Last} ({CountLeft()} records)";

    private long CountLeft()
    {
        var count = Range.Last - Offset + 1;
        for (var i = _index + 1; i < _ranges.Count; i++) count += _ranges[i].Last - _ranges[i].First + 1;
        return count;
    }
}
