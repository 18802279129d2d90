namespace Levada.Log.Producers;

/// <summary>The transactions of one partition that readers of committed records must not see past.</summary>
/// <remarks>Sorted lists: offsets arrive in ascending order, and the first one is asked for with every fetch.</remarks>
internal sealed class OpenTransactions
{
    private readonly SortedList<long, LogPosition> _ongoing = [];
    private readonly SortedList<long, (LogPosition Start, long LastOffset)> _undecided = [];

    /// <summary>Where the first transaction without a marker begins.</summary>
    public long? FirstOngoingOffset => _ongoing.Count == 0 ? null : _ongoing.GetKeyAtIndex(0);

    public void Begin(LogPosition start) => _ongoing[start.Offset] = start;

    /// <summary>A marker is written; until the high watermark passes it, it may be lost again.</summary>
    public void End(long firstOffset, long markerOffset)
    {
        if (_ongoing.Remove(firstOffset, out var start)) _undecided[firstOffset] = (start, markerOffset);
    }

    /// <summary>The first offset that is not decided for good below a high watermark, or null.</summary>
    public LogPosition? FirstUnstable(long highWatermark)
    {
        while (_undecided.Count > 0 && _undecided.GetValueAtIndex(0).LastOffset < highWatermark) _undecided.RemoveAt(0);
        if (_undecided.Count > 0 && (_ongoing.Count == 0 || _undecided.GetKeyAtIndex(0) < _ongoing.GetKeyAtIndex(0)))
            return _undecided.GetValueAtIndex(0).Start;
        return _ongoing.Count == 0 ? null : _ongoing.GetValueAtIndex(0);
    }

    /// <summary>Remembers where a transaction begins, once somebody had to look for it.</summary>
    public void Locate(LogPosition start)
    {
        if (_ongoing.ContainsKey(start.Offset)) _ongoing[start.Offset] = start;
        else if (_undecided.TryGetValue(start.Offset, out var undecided)) _undecided[start.Offset] = (start, undecided.LastOffset);
    }

    public void Clear()
    {
        _ongoing.Clear();
        _undecided.Clear();
    }
}
