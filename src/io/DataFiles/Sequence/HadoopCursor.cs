using System.Buffers.Binary;

namespace Levada.DataFiles.Sequence;

/// <summary>Reads values in Hadoop's binary forms from one block. Faults are <see cref="InvalidDataException"/>s.</summary>
internal sealed class HadoopCursor
{
    private const int GreatestTag = -112;
    private const int GreatestNegativeTag = -120;

    private ArraySegment<byte> _block;
    private int _position;

    public bool IsAtEnd => _position == _block.Count;

    /// <summary>Reads from the front of a block from now on; the caller keeps its bytes as they are meanwhile.</summary>
    public void Bind(ArraySegment<byte> block) => (_block, _position) = (block, 0);

    /// <summary>Bytes of an integer of variable length, its first one among them.</summary>
    public static int VLongSize(sbyte first) => first switch
    {
        >= GreatestTag => 1,
        < GreatestNegativeTag => GreatestNegativeTag + 1 - first,
        _ => GreatestTag + 1 - first,
    };

    /// <summary>An integer of variable length that has more than its first byte.</summary>
    public static long VLong(sbyte first, ReadOnlySpan<byte> rest)
    {
        var magnitude = 0L;
        foreach (var part in rest)
            magnitude = (magnitude << 8) | part;
        return first < GreatestNegativeTag ? ~magnitude : magnitude;
    }

    public bool TakeBoolean() => Take(1)[0] != 0;

    public int TakeInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long TakeInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public float TakeFloat() => BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float)));

    public double TakeDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    public long TakeVLong()
    {
        var first = (sbyte)Take(1)[0];
        var size = VLongSize(first);
        return size == 1 ? first : VLong(first, Take(size - 1));
    }

    /// <summary>UTF-8 behind its length.</summary>
    public ReadOnlySpan<byte> TakeText() => Take(TakeVLong());

    public ReadOnlySpan<byte> Take(long byteCount) => Segment(byteCount).AsSpan();

    public ArraySegment<byte> Segment(long byteCount)
    {
        if (byteCount < 0 || byteCount > _block.Count - _position)
            throw new InvalidDataException("A value reaches beyond the end of its record.");
        var taken = _block.Slice(_position, (int)byteCount);
        _position += (int)byteCount;
        return taken;
    }
}
