using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Collects the distinct values of a column chunk and numbers them in the order in which they first occur.</summary>
/// <remarks>Values are compared by their plain bytes, without a length before them.</remarks>
internal sealed class DictionaryBuilder(bool hasLengths)
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    private readonly BlockBuffer _page = new();
    private readonly List<Entry> _entries = [];
    private int[] _slots = new int[1024];

    public int Count => _entries.Count;

    /// <summary>The values as a dictionary page holds them.</summary>
    public BlockBuffer Page => _page;

    /// <summary>The number of a value; a new value gets the next one.</summary>
    public int Add(ReadOnlySpan<byte> value, out bool isNew)
    {
        var hash = Hash(value);
        var mask = _slots.Length - 1;
        // The product's upper bits are the ones that depend on all of the value.
        for (var slot = (int)(hash >> 40) & mask; ; slot = (slot + 1) & mask)
        {
            var number = _slots[slot] - 1;
            isNew = number < 0;
            if (isNew)
                return Insert(value, hash, slot);
            var entry = CollectionsMarshal.AsSpan(_entries)[number];
            if (entry.Hash == hash && _page.Written.Slice(entry.Start, entry.Length).SequenceEqual(value))
                return number;
        }
    }

    public void Clear()
    {
        _page.Clear();
        _entries.Clear();
        Array.Clear(_slots);
    }

    private int Insert(ReadOnlySpan<byte> value, ulong hash, int slot)
    {
        if (hasLengths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_page.Reserve(sizeof(int)), value.Length);
            _page.Advance(sizeof(int));
        }
        _entries.Add(new Entry(hash, _page.Length, value.Length));
        _page.Write(value);
        _slots[slot] = _entries.Count;
        if (_entries.Count * 2 > _slots.Length)
            Rehash();
        return _entries.Count - 1;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 0; number < _entries.Count; number++)
        {
            var slot = (int)(_entries[number].Hash >> 40) & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = number + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> value)
    {
        var hash = (ulong)value.Length;
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value));
        var rest = 0UL;
        foreach (var part in value)
            rest = (rest << 8) | part;
        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        var upper = Math.BigMul(value, Multiplier, out var lower);
        return upper ^ lower;
    }

    private readonly record struct Entry(ulong Hash, int Start, int Length);
}
