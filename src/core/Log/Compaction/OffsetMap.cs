using System.Runtime.InteropServices;

namespace Levada.Log.Compaction;

/// <summary>The last offset of every key in the dirty part of a log, in memory of a fixed size outside the collector's heap.</summary>
/// <remarks>Keys are known by their hash. Open addressing with steps of one; nothing is ever removed.</remarks>
internal sealed unsafe class OffsetMap : IDisposable
{
    /// <summary>16 bytes of hash and an offset.</summary>
    public const int EntryByteCount = 24;

    private const long SlotCountMin = 64;

    // Kafka's bound for one map; more keys than that are cleaned in a second round.
    private const long SlotCountMax = int.MaxValue / EntryByteCount;

    private readonly long _slotCount;
    private Entry* _entries;

    /// <param name="byteCountMax">The most memory it may take.</param>
    /// <param name="keyCountMax">How many keys there can be at most: no more memory than they need is taken.</param>
    /// <param name="loadFactor">How full it may become, from above 0 to below 1.</param>
    public OffsetMap(long byteCountMax, long keyCountMax, double loadFactor)
    {
        loadFactor = Math.Clamp(loadFactor, 0.01, 0.99);
        var wanted = (long)Math.Min(keyCountMax / loadFactor + 1, SlotCountMax);
        _slotCount = Math.Clamp(Math.Min(byteCountMax / EntryByteCount, wanted), SlotCountMin, SlotCountMax);
        CountMax = (long)(_slotCount * loadFactor);
        _entries = (Entry*)NativeMemory.AllocZeroed((nuint)_slotCount, EntryByteCount);
    }

    ~OffsetMap() => Release();

    /// <summary>Keys in the map.</summary>
    public long Count { get; private set; }

    /// <summary>How many keys it takes.</summary>
    public long CountMax { get; }

    public long ByteCount => _slotCount * EntryByteCount;

    /// <summary>The last offset that the map speaks of, or -1.</summary>
    public long LatestOffset { get; private set; } = -1;

    /// <summary>Notes that a record lies at an offset; false, and nothing is noted, when the map is full.</summary>
    public bool TryPut(ReadOnlySpan<byte> key, long offset)
    {
        var hash = KeyHash.Of(key);
        var entry = Find(hash);
        if (entry->OffsetPlusOne == 0)
        {
            if (Count >= CountMax) return false;
            Count++;
        }

        *entry = new Entry(hash, offset + 1);
        LatestOffset = offset;
        return true;
    }

    /// <summary>Notes that all up to an offset has been looked at.</summary>
    public void Advance(long offset) => LatestOffset = Math.Max(LatestOffset, offset);

    /// <summary>The last offset of a key, or -1.</summary>
    public long Find(ReadOnlySpan<byte> key) => Find(KeyHash.Of(key))->OffsetPlusOne - 1;

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        NativeMemory.Free(_entries);
        _entries = null;
    }

    /// <summary>The entry of a hash, or the empty one where it belongs.</summary>
    private Entry* Find(KeyHash hash)
    {
        ObjectDisposedException.ThrowIf(_entries is null, this);
        var slot = (long)Math.BigMul(hash.Low, (ulong)_slotCount, out _);
        while (_entries[slot].OffsetPlusOne != 0 && _entries[slot].Hash != hash) slot = slot + 1 == _slotCount ? 0 : slot + 1;
        return _entries + slot;
    }

    private readonly record struct Entry(KeyHash Hash, long OffsetPlusOne);
}
