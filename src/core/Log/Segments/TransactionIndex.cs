using System.Buffers.Binary;

namespace Levada.Log.Segments;

/// <summary>The aborted transactions whose markers lie in one segment (<c>.txnindex</c>).</summary>
/// <remarks>34-byte entries: int16 version 0, int64 producer id, first, last and last stable offset. No file without entries.</remarks>
internal sealed class TransactionIndex(IFileSystem fileSystem, string path) : IDisposable
{
    private const int EntryByteCount = 34;
    private const short Version = 0;

    private readonly List<AbortedTransaction> _entries = [];
    private bool _isLoaded;

    public string Path { get; } = path;
    public IFile? File { get; private set; }

    public bool IsEmpty
    {
        get
        {
            Load();
            return _entries.Count == 0;
        }
    }

    public void Append(AbortedTransaction transaction)
    {
        Load();
        Span<byte> entry = stackalloc byte[EntryByteCount];
        BinaryPrimitives.WriteInt16BigEndian(entry, Version);
        BinaryPrimitives.WriteInt64BigEndian(entry[2..], transaction.ProducerId);
        BinaryPrimitives.WriteInt64BigEndian(entry[10..], transaction.FirstOffset);
        BinaryPrimitives.WriteInt64BigEndian(entry[18..], transaction.LastOffset);
        BinaryPrimitives.WriteInt64BigEndian(entry[26..], transaction.LastStableOffset);
        File ??= fileSystem.Open(Path, FileOpenMode.OpenOrCreate);
        File.Write(entry, (long)_entries.Count * EntryByteCount);
        _entries.Add(transaction);
    }

    /// <summary>Adds the transactions that touch [from, upTo); true when later segments cannot hold any more of them.</summary>
    public bool Collect(long from, long upTo, List<AbortedTransaction> found)
    {
        Load();
        foreach (var entry in _entries)
        {
            if (entry.LastOffset >= from && entry.FirstOffset < upTo) found.Add(entry);
            if (entry.LastStableOffset >= upTo) return true;
        }

        return false;
    }

    /// <summary>Drops the transactions decided at or after an offset.</summary>
    public void TruncateTo(long offset)
    {
        Load();
        var kept = _entries.FindIndex(entry => entry.LastOffset >= offset);
        if (kept < 0) kept = _entries.Count;
        _entries.RemoveRange(kept, _entries.Count - kept);
        var keptByteCount = (long)kept * EntryByteCount;
        if (File is not null && File.Length != keptByteCount) File.SetLength(keptByteCount);
    }

    public void Dispose()
    {
        File?.Dispose();
        File = null;
        _entries.Clear();
        _isLoaded = false;
    }

    /// <summary>Reads what is there; a torn or foreign entry ends it, and truncation or the next append puts it right.</summary>
    private void Load()
    {
        if (_isLoaded) return;
        _isLoaded = true;
        if (!fileSystem.FileExists(Path)) return;
        File = fileSystem.Open(Path, FileOpenMode.Existing);
        Span<byte> entry = stackalloc byte[EntryByteCount];
        for (long position = 0; File.Read(entry, position) == EntryByteCount; position += EntryByteCount)
        {
            if (BinaryPrimitives.ReadInt16BigEndian(entry) != Version) break;
            var transaction = new AbortedTransaction(
                BinaryPrimitives.ReadInt64BigEndian(entry[2..]),
                BinaryPrimitives.ReadInt64BigEndian(entry[10..]),
                BinaryPrimitives.ReadInt64BigEndian(entry[18..]),
                BinaryPrimitives.ReadInt64BigEndian(entry[26..]));
            if (_entries.Count > 0 && transaction.LastOffset <= _entries[^1].LastOffset) break;
            _entries.Add(transaction);
        }
    }
}
