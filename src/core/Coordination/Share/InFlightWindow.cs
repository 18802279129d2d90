namespace Levada.Coordination.Share;

/// <summary>The offsets of a share partition that are in flight, as runs without gaps between them, in order.</summary>
/// <remarks>A run is split where an operation needs it and joined with its neighbours when they are alike again.</remarks>
internal sealed class InFlightWindow(long startOffset)
{
    private readonly List<InFlightRun> _runs = [];

    public long StartOffset { get; private set; } = startOffset;

    /// <summary>The next offset that was never in flight.</summary>
    public long EndOffset { get; private set; } = startOffset;

    public IReadOnlyList<InFlightRun> Runs => _runs;

    /// <summary>Adds offsets behind the end.</summary>
    public InFlightRun Append(long last, RecordState state, short deliveryCount)
    {
        var run = new InFlightRun(EndOffset, last, state, deliveryCount);
        EndOffset = last + 1;
        _runs.Add(run);
        return run;
    }

    /// <summary>The runs that make up a range of the window exactly; splits at its ends.</summary>
    public IReadOnlyList<InFlightRun> Cut(long first, long last)
    {
        first = Math.Max(first, StartOffset);
        last = Math.Min(last, EndOffset - 1);
        if (first > last) return [];
        var from = SplitAt(first);
        var end = SplitAt(last + 1);
        return _runs.GetRange(from, end - from);
    }

    /// <summary>Joins neighbours that became alike and drops what is done with at the front.</summary>
    public void Tidy()
    {
        var doneCount = 0;
        while (doneCount < _runs.Count && _runs[doneCount] is { IsDone: true, Pending: null }) doneCount++;
        if (doneCount > 0)
        {
            StartOffset = _runs[doneCount - 1].Last + 1;
            _runs.RemoveRange(0, doneCount);
        }

        Join();
    }

    /// <summary>Drops everything below an offset.</summary>
    public void DropBefore(long offset)
    {
        if (offset <= StartOffset) return;
        if (offset >= EndOffset)
        {
            _runs.Clear();
            EndOffset = offset;
        }
        else
        {
            _runs.RemoveRange(0, SplitAt(offset));
        }

        StartOffset = offset;
    }

    private void Join()
    {
        var kept = 0;
        for (var i = 1; i < _runs.Count; i++)
        {
            if (_runs[kept].IsLike(_runs[i])) _runs[kept].Last = _runs[i].Last;
            else _runs[++kept] = _runs[i];
        }

        if (_runs.Count > 0) _runs.RemoveRange(kept + 1, _runs.Count - kept - 1);
    }

    /// <returns>The index of the run that begins at the offset; the count of runs for the end.</returns>
    private int SplitAt(long offset)
    {
        if (offset >= EndOffset) return _runs.Count;
        var low = 0;
        var high = _runs.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].First <= offset) low = middle;
            else high = middle - 1;
        }

        if (_runs[low].First == offset) return low;
        _runs.Insert(low + 1, _runs[low].SplitOff(offset));
        return low + 1;
    }
}
