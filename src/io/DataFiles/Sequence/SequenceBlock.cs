using System.Collections.Immutable;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Sequence;

/// <summary>Records that are compressed together: lengths of keys, keys, lengths of values, values.</summary>
internal sealed class SequenceBlock
{
    private readonly BlockBuffer _keyLengths = new();
    private readonly BlockBuffer _keys = new();
    private readonly BlockBuffer _valueLengths = new();
    private readonly BlockBuffer _values = new();

    public int Count { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes => (long)_keys.Length + _values.Length;

    /// <summary>The parts in the order in which a block holds them.</summary>
    public ImmutableArray<BlockBuffer> Parts => [_keyLengths, _keys, _valueLengths, _values];

    public void Add(long key, ReadOnlySpan<byte> value)
    {
        SequenceFormat.WriteVLong(_keyLengths, SequenceFormat.KeySize);
        SequenceFormat.WriteInt64(_keys, key);
        SequenceFormat.WriteVLong(_valueLengths, value.Length);
        _values.Write(value);
        Count++;
    }

    public void Clear()
    {
        foreach (var part in Parts)
            part.Clear();
        Count = 0;
    }
}
