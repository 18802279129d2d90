namespace Levada.DataFiles.Targets;

/// <summary>The part files and files of large values of one run. Used under its target's lock.</summary>
internal sealed class StagedFiles(StagingArea staging, PartFormat format, int firstLargeObject, long inlineLobBytesMax, IDisk disk) : IDisposable
{
    private readonly SortedDictionary<int, StagedFile> _parts = [];
    private readonly SortedDictionary<int, LargeObjectFile> _largeObjects = [];

    public PartFormat Format => format;

    /// <summary>The number of part 0's file of large values.</summary>
    public int FirstLargeObject => firstLargeObject;

    /// <summary>Begins a part, and drops what an interrupted run left of it.</summary>
    public StagedFile Begin(int part)
    {
        CheckClosed(part);
        var name = format.NameOf(part);
        disk.DeleteTree(Path.Join(staging.Data, name));
        if (!_largeObjects.ContainsKey(part))
            disk.DeleteTree(Path.Join(staging.LargeObjects, LargeObjectName(part)));
        return _parts[part] = new StagedFile(name, null, staging, disk, format.Codec, LargeObjects(part));
    }

    /// <summary>Goes on with a part of an interrupted run, cut to the given length.</summary>
    public StagedFile Continue(int part, long byteCount)
    {
        CheckClosed(part);
        var name = format.NameOf(part);
        var whole = Path.Join(staging.Data, name);
        if (disk.KindOf(whole) != EntryKind.Missing)
            disk.Rename(whole, Path.Join(staging.Parts, name));
        return _parts[part] = new StagedFile(name, byteCount, staging, disk, format.Codec, LargeObjects(part));
    }

    /// <summary>Opens a part that is being written, to read.</summary>
    public Stream OpenRead(int part) => disk.OpenRead(Path.Join(staging.Parts, format.NameOf(part)));

    public LargeObjectFile LargeObjects(int part)
    {
        if (!_largeObjects.TryGetValue(part, out var store))
            _largeObjects[part] = store = new LargeObjectFile(staging.LargeObjects, LargeObjectName(part), inlineLobBytesMax, disk);
        return store;
    }

    /// <summary>Deletes what an interrupted run staged.</summary>
    public void Discard()
    {
        if (_parts.Count > 0 || _largeObjects.Count > 0)
            throw new InvalidOperationException("Parts of this run are staged already.");
        staging.Clear();
    }

    /// <summary>Makes all files last and closes them, before a commit.</summary>
    /// <exception cref="InvalidOperationException">A part was begun and neither completed nor abandoned.</exception>
    public void Close()
    {
        foreach (var (part, file) in _parts)
            if (!file.IsComplete && !file.IsClosed)
                throw new InvalidOperationException($"Part {part} is still being written.");
        foreach (var store in _largeObjects.Values)
            store.Sync();
        Dispose();
    }

    public void Dispose()
    {
        foreach (var file in _parts.Values)
            file.Dispose();
        foreach (var store in _largeObjects.Values)
            store.Dispose();
    }

    private string LargeObjectName(int part) => LargeObjectNames.Of(firstLargeObject + part);

    private void CheckClosed(int part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        if (_parts.TryGetValue(part, out var file) && !file.IsClosed)
            throw new InvalidOperationException($"Part {part} is open already.");
    }
}
