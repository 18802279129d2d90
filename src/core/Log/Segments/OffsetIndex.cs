using System.Buffers.Binary;

namespace Levada.Log.Segments;

/// <summary>The sparse map of one segment from offsets to file positions (<c>.index</c>).</summary>
/// <remarks>
/// 8-byte entries: int32 offset relative to the base, int32 position. The offset is the LAST one of the batch that begins at
/// the position. The first batch of a segment never has an entry, so that no entry is all zeros.
/// </remarks>
internal sealed class OffsetIndex(IFileSystem fileSystem, string path, long baseOffset) : IDisposable
{
    public const int EntryByteCount = 8;

    private readonly IndexFile _entries = new(fileSystem, path, EntryByteCount);

    public int Count => _entries.Count;
    public string Path => _entries.Path;
    public IFile? File => _entries.File;

    /// <summary>The offset of the last entry, or the base offset.</summary>
    public long LastOffset => Count == 0 ? baseOffset : At(Count - 1).Offset;

    /// <summary>The position of the last entry, or 0.</summary>
    public int LastPosition => Count == 0 ? 0 : At(Count - 1).Position;

    /// <summary>Takes over the file; false when it cannot be this segment's index.</summary>
    /// <param name="segmentByteCount">The size of the log file: no position lies beyond it.</param>
    public bool TryLoad(long segmentByteCount) =>
        _entries.TryLoad() && (Count == 0 || (LastOffset >= baseOffset && LastPosition > 0 && LastPosition < segmentByteCount));

    public void Clear() => _entries.Clear();

    public void Append(long lastOffset, int position)
    {
        Span<byte> entry = stackalloc byte[EntryByteCount];
        BinaryPrimitives.WriteInt32BigEndian(entry, (int)(lastOffset - baseOffset));
        BinaryPrimitives.WriteInt32BigEndian(entry[4..], position);
        _entries.Append(entry);
    }

    /// <summary>Where to begin looking for an offset: the last known batch that ends at or before it, or the file's start.</summary>
    public (long Offset, int Position) Lookup(long offset)
    {
        var index = _entries.FindFloor(offset - baseOffset);
        return index < 0 ? (baseOffset, 0) : At(index);
    }

    /// <summary>The first entry that begins at or after a position, or null when none does.</summary>
    public (long Offset, int Position)? FirstFrom(int position)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (At(middle).Position < position) low = middle + 1;
            else high = middle;
        }

        return low < Count ? At(low) : null;
    }

    /// <summary>Drops the entries at and after an offset.</summary>
    public void TruncateTo(long offset) => _entries.TruncateTo(_entries.FindFloor(offset - baseOffset - 1) + 1);

    public void Persist() => _entries.Persist();

    public void Dispose() => _entries.Dispose();

    private (long Offset, int Position) At(int index)
    {
        var entry = _entries.Entry(index);
        return (baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry), BinaryPrimitives.ReadInt32BigEndian(entry[4..]));
    }
}
