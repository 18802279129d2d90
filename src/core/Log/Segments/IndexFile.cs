using System.Buffers.Binary;

namespace Levada.Log.Segments;

/// <summary>An append-only file of fixed-size entries that begin with a big-endian key, ascending.</summary>
/// <remarks>
/// The last page is held in memory and written when it is full or when asked for; one page of the rest is cached. Nothing is
/// mapped, because a full disk must be an exception and not a signal. A file that Kafka left behind after a crash ends in
/// zeros, which are no entries.
/// </remarks>
internal sealed class IndexFile(IFileSystem fileSystem, string path, int entryByteCount) : IDisposable
{
    private const int EntriesPerPage = 512;
    private const int FirstTailEntryCount = 16;

    private IFile? _file;
    private byte[] _tail = [];
    private int _tailStart;
    private int _persistedCount;
    private byte[] _page = [];
    private int _pageStart = -1;
    private bool _isLoaded;

    /// <summary>Entries, those not yet written included.</summary>
    public int Count { get; private set; }

    public string Path { get; } = path;

    /// <summary>The open file, once anything was read or written.</summary>
    public IFile? File => _file;

    /// <summary>Takes over what the file holds; false when its size says that it is damaged.</summary>
    public bool TryLoad()
    {
        if (_isLoaded) return true;
        _isLoaded = true;
        if (!fileSystem.FileExists(Path)) return false;
        _file = fileSystem.Open(Path, FileOpenMode.Existing);
        var byteCount = _file.Length;
        if (byteCount % entryByteCount != 0 || byteCount / entryByteCount > int.MaxValue) return false;
        Count = CountBeforePadding((int)(byteCount / entryByteCount));
        LoadTail();
        return true;
    }

    /// <summary>Begins with no entries; a file that is there is emptied when entries are written.</summary>
    public void Clear()
    {
        _isLoaded = true;
        Count = 0;
        _tailStart = 0;
        _persistedCount = 0;
        _pageStart = -1;
        if (_file is null && fileSystem.FileExists(Path)) _file = fileSystem.Open(Path, FileOpenMode.Existing);
        _file?.SetLength(0);
    }

    public ReadOnlySpan<byte> Entry(int index)
    {
        if (index >= _tailStart) return _tail.AsSpan((index - _tailStart) * entryByteCount, entryByteCount);
        var pageStart = index / EntriesPerPage * EntriesPerPage;
        if (pageStart != _pageStart) LoadPage(pageStart);
        return _page.AsSpan((index - pageStart) * entryByteCount, entryByteCount);
    }

    public void Append(ReadOnlySpan<byte> entry)
    {
        if (Count - _tailStart == EntriesPerPage) StartNextPage();
        var position = (Count - _tailStart) * entryByteCount;
        if (position == _tail.Length) GrowTail();
        entry.CopyTo(_tail.AsSpan(position));
        Count++;
    }

    /// <summary>The index of the last entry whose key is at most <paramref name="key"/>, or -1.</summary>
    public int FindFloor(long key)
    {
        var (low, high) = SearchBounds(key);
        while (low <= high)
        {
            var middle = low + ((high - low) >> 1);
            if (KeyAt(middle) <= key) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    /// <summary>Drops the entries from <paramref name="count"/> on.</summary>
    public void TruncateTo(int count)
    {
        if (count >= Count) return;
        Count = count;
        _pageStart = -1;
        if (_persistedCount > count)
        {
            _persistedCount = count;
            EnsureFile().SetLength((long)count * entryByteCount);
        }

        if (count < _tailStart) LoadTail();
    }

    /// <summary>Writes what is held in memory only; creates the file if there is none.</summary>
    public void Persist()
    {
        var file = EnsureFile();
        if (_persistedCount == Count) return;
        var first = Math.Max(_persistedCount, _tailStart);
        var bytes = _tail.AsSpan((first - _tailStart) * entryByteCount, (Count - first) * entryByteCount);
        file.Write(bytes, (long)first * entryByteCount);
        _persistedCount = Count;
    }

    /// <summary>Gives back the memory and the descriptor of an index that will not grow; it reopens when it is asked.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _isLoaded = false;
        _tail = [];
        _page = [];
        _pageStart = -1;
        Count = 0;
        _tailStart = 0;
        _persistedCount = 0;
    }

    private (int Low, int High) SearchBounds(long key)
    {
        if (Count > _tailStart && KeyAt(_tailStart) <= key) return (_tailStart, Count - 1);
        if (_pageStart < 0) return (0, Count - 1);
        var pageEnd = Math.Min(_pageStart + EntriesPerPage, Count);
        return KeyAt(_pageStart) <= key && KeyAt(pageEnd - 1) > key ? (_pageStart, pageEnd - 1) : (0, Count - 1);
    }

    private long KeyAt(int index)
    {
        var entry = Entry(index);
        return entryByteCount == OffsetIndex.EntryByteCount
            ? BinaryPrimitives.ReadInt32BigEndian(entry)
            : BinaryPrimitives.ReadInt64BigEndian(entry);
    }

    private void StartNextPage()
    {
        Persist();
        _tailStart = Count;
    }

    private void GrowTail()
    {
        var entryCount = Math.Clamp(_tail.Length / entryByteCount * 2, FirstTailEntryCount, EntriesPerPage);
        Array.Resize(ref _tail, entryCount * entryByteCount);
    }

    private void LoadTail()
    {
        _persistedCount = Count;
        _tailStart = Count / EntriesPerPage * EntriesPerPage;
        var byteCount = (Count - _tailStart) * entryByteCount;
        if (_tail.Length < byteCount) _tail = new byte[EntriesPerPage * entryByteCount];
        if (byteCount > 0) ReadWhole(_tail.AsSpan(0, byteCount), _tailStart);
    }

    private void LoadPage(int pageStart)
    {
        if (_page.Length == 0) _page = new byte[EntriesPerPage * entryByteCount];
        _pageStart = -1;
        ReadWhole(_page.AsSpan(0, Math.Min(EntriesPerPage, Count - pageStart) * entryByteCount), pageStart);
        _pageStart = pageStart;
    }

    private void ReadWhole(Span<byte> destination, int firstEntry)
    {
        if (EnsureFile().Read(destination, (long)firstEntry * entryByteCount) != destination.Length)
            throw new IOException($"{Path} is shorter than it was.");
    }

    private IFile EnsureFile() => _file ??= fileSystem.Open(Path, FileOpenMode.OpenOrCreate);

    /// <summary>Zeros only ever follow the entries, so that the first of them is found by halving.</summary>
    private int CountBeforePadding(int entryCount)
    {
        Span<byte> entry = stackalloc byte[entryByteCount];
        var (low, high) = (0, entryCount);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            _file!.Read(entry, (long)middle * entryByteCount);
            if (entry.IndexOfAnyExcept((byte)0) >= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
