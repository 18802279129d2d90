namespace Levada.Log.Segments;

/// <summary>The segments of one partition in the order of their offsets; the last one is active. Empty until the first append.</summary>
internal sealed class SegmentList(IFileSystem fileSystem, string directory) : IDisposable
{
    private readonly List<Segment> _segments = [];

    public int Count => _segments.Count;
    public bool IsEmpty => _segments.Count == 0;
    public Segment Active => _segments[^1];
    public Segment this[int index] => _segments[index];
    public string Directory { get; } = directory;

    /// <summary>Counts the new names in the directory: they need a flush of their own.</summary>
    public int NamesRevision { get; private set; }

    public long SizeBytes
    {
        get
        {
            long sizeBytes = 0;
            foreach (var segment in _segments) sizeBytes += segment.SizeBytes;
            return sizeBytes;
        }
    }

    /// <summary>Adds a segment that is on disk already, behind the others.</summary>
    public Segment Open(long baseOffset, long nowMs)
    {
        var segment = Segment.Open(fileSystem, Directory, baseOffset, nowMs);
        _segments.Add(segment);
        return segment;
    }

    /// <summary>Puts a segment that is on disk already in front of the one at an index.</summary>
    public Segment Insert(int index, long baseOffset, long createdMs, string nameSuffix = "")
    {
        var segment = Segment.Open(fileSystem, Directory, baseOffset, createdMs, nameSuffix);
        _segments.Insert(index, segment);
        return segment;
    }

    /// <summary>Begins a new active segment.</summary>
    public Segment Create(long baseOffset, long nowMs, LogOptions options)
    {
        var segment = Segment.Create(fileSystem, Directory, baseOffset, nowMs);
        if (options.IsPreallocated)
        {
            segment.File.Preallocate(0, options.SegmentBytesMax);
            segment.Space.ReserveAll();
        }

        _segments.Add(segment);
        NamesRevision++;
        return segment;
    }

    /// <summary>The index of the segment that holds an offset: the last one that begins at or before it, or the first.</summary>
    public int FloorIndex(long offset)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) >> 1);
            if (_segments[middle].BaseOffset <= offset) low = middle + 1;
            else high = middle - 1;
        }

        return Math.Max(high, 0);
    }

    /// <summary>The segment that begins at an offset, or null.</summary>
    public Segment? Find(long baseOffset)
    {
        if (IsEmpty) return null;
        var segment = _segments[FloorIndex(baseOffset)];
        return segment.BaseOffset == baseOffset ? segment : null;
    }

    /// <summary>The offset after a segment.</summary>
    public long EndOf(int index, long logEndOffset) =>
        index + 1 < _segments.Count ? _segments[index + 1].BaseOffset : logEndOffset;

    /// <summary>About how many bytes follow an offset: exact to one index interval.</summary>
    public long BytesAfter(long offset)
    {
        if (IsEmpty) return 0;
        var index = FloorIndex(offset);
        var segment = _segments[index];
        segment.EnsureIndexes();
        var bytes = segment.SizeBytes - (offset <= segment.BaseOffset ? 0 : segment.OffsetIndex.Lookup(offset).Position);
        for (index++; index < _segments.Count; index++) bytes += _segments[index].SizeBytes;
        return bytes;
    }

    /// <summary>Takes segments out of the list; their files are the caller's.</summary>
    public List<Segment> Remove(int index, int count)
    {
        var removed = _segments.GetRange(index, count);
        _segments.RemoveRange(index, count);
        return removed;
    }

    public void Dispose()
    {
        foreach (var segment in _segments) segment.Dispose();
        _segments.Clear();
    }
}
