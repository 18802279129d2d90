using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Sequence;

/// <summary>Streams the values of a file's records, whatever of them is compressed. Faults are <see cref="InvalidDataException"/>s.</summary>
internal sealed class SequenceRecords(Stream stream, SequenceHeader header) : IDisposable
{
    private readonly SequenceInput _input = new(stream);
    private readonly BlockCodec? _codec = header.OpenCodec();
    private readonly BlockBuffer _packed = new();
    private readonly BlockBuffer _values = new();
    private readonly BlockBuffer _lengths = new();
    private readonly HadoopCursor _valueCursor = new();
    private readonly HadoopCursor _lengthCursor = new();
    private long _left;

    /// <summary>The next record's value, valid until the next call; false at the end of the file.</summary>
    public bool TryNext(out ArraySegment<byte> value) =>
        header.Mode == SequenceMode.Block ? TryNextOfBlock(out value) : TryNextRecord(out value);

    public void Dispose() => _codec?.Dispose();

    private bool TryNextRecord(out ArraySegment<byte> value)
    {
        value = default;
        int length;
        do
        {
            if (!_input.TryTakeInt32(out length))
                return false;
            if (length == SequenceFormat.SyncEscape)
                TakeSync();
        }
        while (length == SequenceFormat.SyncEscape);
        var keyLength = _input.TakeInt32();
        if (keyLength < 0 || length < keyLength)
            throw new InvalidDataException($"A record claims a key of {keyLength} in {length} bytes.");
        _packed.Clear();
        _input.Take(keyLength, _packed);
        _packed.Clear();
        _input.Take(length - keyLength, _packed);
        value = header.Mode == SequenceMode.None ? _packed.Segment : Unpack(_values);
        return true;
    }

    private bool TryNextOfBlock(out ArraySegment<byte> value)
    {
        value = default;
        while (_left == 0)
            if (!TryBeginBlock())
                return false;
        _left--;
        value = _valueCursor.Segment(_lengthCursor.TakeVLong());
        if (_left == 0 && !_valueCursor.IsAtEnd)
            throw new InvalidDataException("A block holds more than its records.");
        return true;
    }

    private bool TryBeginBlock()
    {
        if (!_input.TryTakeInt32(out var escape))
            return false;
        if (escape != SequenceFormat.SyncEscape)
            throw new InvalidDataException("A block does not begin with a marker.");
        TakeSync();
        _left = _input.TakeVLong();
        // Keys say nothing that a row holds.
        for (var part = 0; part < 2; part++)
        {
            _packed.Clear();
            _input.Take(_input.TakeVLong(), _packed);
        }
        _lengthCursor.Bind(TakePart(_lengths));
        _valueCursor.Bind(TakePart(_values));
        // Each length has a byte.
        if (_left < 0 || _left > _lengths.Length)
            throw new InvalidDataException($"A block claims {_left} records.");
        return true;
    }

    private ArraySegment<byte> TakePart(BlockBuffer part)
    {
        _packed.Clear();
        _input.Take(_input.TakeVLong(), _packed);
        return Unpack(part);
    }

    private ArraySegment<byte> Unpack(BlockBuffer part)
    {
        part.Clear();
        _codec!.Decompress(_packed.Segment, part);
        return part.Segment;
    }

    private void TakeSync()
    {
        if (!_input.Take(SequenceFormat.SyncSize).SequenceEqual(header.Sync.AsSpan()))
            throw new InvalidDataException("A marker between records is not the file's.");
    }
}
