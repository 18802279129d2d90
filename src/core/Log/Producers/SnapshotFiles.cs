using Levada.Log.Directories;
using Levada.Log.Segments;

namespace Levada.Log.Producers;

/// <summary>The producer snapshots of one partition: which there are, which to begin from, which may go.</summary>
/// <remarks>A snapshot named by an offset holds what the batches below it came to.</remarks>
internal sealed class SnapshotFiles(IFileSystem fileSystem, string directory)
{
    /// <summary>How far before the end recovery begins: all batches that a live producer may still retry lie after it.</summary>
    public const long ReplayBytesMin = 16 * 1024 * 1024;

    private const long SpacingBytes = ReplayBytesMin / 2;

    private readonly SortedSet<long> _offsets = [];

    public bool Contains(long offset) => _offsets.Contains(offset);

    /// <summary>Learns of a snapshot that is on disk.</summary>
    public void Add(long offset) => _offsets.Add(offset);

    public void Write(long offset, ReadOnlySpan<byte> content)
    {
        using var file = fileSystem.Open(PathOf(offset), FileOpenMode.CreateOrTruncate);
        file.Write(content, 0);
        _offsets.Add(offset);
    }

    public string PathOf(long offset) => SegmentFileName.PathOf(directory, offset, SegmentFileName.Snapshot);

    /// <summary>Loads the snapshot to replay from, deleting those that are torn.</summary>
    /// <param name="bytesAfter">How many bytes of the log follow an offset.</param>
    /// <param name="firstOffset">The first offset of any batch that is left.</param>
    /// <returns>Its offset, or null when the log has to be replayed from its first batch.</returns>
    public long? Load(ProducerStates states, Func<long, long> bytesAfter, long firstOffset)
    {
        while (Choose(bytesAfter, firstOffset) is { } offset)
        {
            if (TryLoad(offset, states)) return offset;
            Delete(offset);
        }

        return null;
    }

    /// <summary>Loads the oldest whole snapshot that speaks of everything below an offset; false when there is none.</summary>
    public bool LoadOldest(ProducerStates states, long firstOffset)
    {
        foreach (var offset in _offsets)
            if (offset >= firstOffset && TryLoad(offset, states)) return true;
        return false;
    }

    /// <summary>The newest snapshot at or below an offset, or null.</summary>
    public long? FloorOf(long offset)
    {
        var below = _offsets.GetViewBetween(long.MinValue, offset);
        return below.Count == 0 ? null : below.Max;
    }

    /// <summary>Deletes the snapshots outside [from, upTo].</summary>
    /// <returns>Whether any was deleted.</returns>
    public bool KeepOnly(long from, long upTo)
    {
        var outside = _offsets.Where(offset => offset < from || offset > upTo).ToArray();
        foreach (var offset in outside) Delete(offset);
        return outside.Length > 0;
    }

    /// <summary>Deletes snapshots that neither begin a segment nor help recovery to begin close to the end.</summary>
    public void Thin(Func<long, long> bytesAfter, Func<long, bool> isSegmentBase)
    {
        var lastKeptBytes = long.MinValue;
        foreach (var offset in _offsets.Reverse().ToArray())
        {
            var bytes = bytesAfter(offset);
            var isUseful = lastKeptBytes == long.MinValue
                || (lastKeptBytes < ReplayBytesMin && bytes - lastKeptBytes >= SpacingBytes);
            if (isUseful) lastKeptBytes = bytes;
            else if (!isSegmentBase(offset)) Delete(offset);
        }
    }

    /// <summary>Forgets a snapshot whose file somebody else has taken.</summary>
    public void Forget(long offset) => _offsets.Remove(offset);

    private bool TryLoad(long offset, ProducerStates states) =>
        SmallFile.ReadBytes(fileSystem, PathOf(offset)) is { } bytes && ProducerSnapshot.TryLoad(bytes, states);

    private long? Choose(Func<long, long> bytesAfter, long firstOffset)
    {
        // Between an older snapshot and the first batch that is left, batches are missing.
        var usable = _offsets.GetViewBetween(firstOffset, long.MaxValue);
        if (usable.Count == 0) return null;
        foreach (var offset in usable.Reverse())
            if (bytesAfter(offset) >= ReplayBytesMin) return offset;
        // Even the oldest is close to the end. A snapshot knows one batch of a producer, a short log read whole knows all that are left.
        return bytesAfter(firstOffset) <= ReplayBytesMin * 4 ? null : usable.Min;
    }

    private void Delete(long offset)
    {
        fileSystem.DeleteFile(PathOf(offset));
        _offsets.Remove(offset);
    }
}
