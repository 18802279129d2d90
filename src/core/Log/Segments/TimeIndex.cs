using System.Buffers.Binary;

namespace Levada.Log.Segments;

/// <summary>The sparse map of one segment from timestamps to offsets (<c>.timeindex</c>).</summary>
/// <remarks>
/// 12-byte entries: int64 timestamp, int32 offset relative to the base. Entry (T, O) says: T is the largest timestamp of all
/// records up to O. Timestamps ascend strictly, so that a segment whose clock stands still has few entries.
/// </remarks>
internal sealed class TimeIndex(IFileSystem fileSystem, string path, long baseOffset) : IDisposable
{
    public const int EntryByteCount = 12;

    private readonly IndexFile _entries = new(fileSystem, path, EntryByteCount);

    public int Count => _entries.Count;
    public string Path => _entries.Path;
    public IFile? File => _entries.File;

    /// <summary>The last entry, or (-1, base offset).</summary>
    public (long TimestampMs, long Offset) Last => Count == 0 ? (-1, baseOffset) : At(Count - 1);

    public bool TryLoad() => _entries.TryLoad() && (Count == 0 || Last is { TimestampMs: >= 0, Offset: var offset } && offset >= baseOffset);

    public void Clear() => _entries.Clear();

    /// <summary>Adds an entry when it says more than the last one does.</summary>
    public void AppendIfLater(long timestampMs, long offset)
    {
        var last = Last;
        if (timestampMs <= last.TimestampMs || offset < last.Offset) return;
        Span<byte> entry = stackalloc byte[EntryByteCount];
        BinaryPrimitives.WriteInt64BigEndian(entry, timestampMs);
        BinaryPrimitives.WriteInt32BigEndian(entry[8..], (int)(offset - baseOffset));
        _entries.Append(entry);
    }

    /// <summary>The last entry at or before a timestamp, or (-1, base offset).</summary>
    public (long TimestampMs, long Offset) Lookup(long timestampMs)
    {
        var index = _entries.FindFloor(timestampMs);
        return index < 0 ? (-1, baseOffset) : At(index);
    }

    /// <summary>Drops the entries at and after an offset.</summary>
    public void TruncateTo(long offset)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (At(middle).Offset < offset) low = middle + 1;
            else high = middle;
        }

        _entries.TruncateTo(low);
    }

    public void Persist() => _entries.Persist();

    public void Dispose() => _entries.Dispose();

    private (long TimestampMs, long Offset) At(int index)
    {
        var entry = _entries.Entry(index);
        return (BinaryPrimitives.ReadInt64BigEndian(entry), baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry[8..]));
    }
}
