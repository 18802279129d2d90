using System.Buffers.Binary;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Sequence;

/// <summary>Reads the parts of a SequenceFile from its stream. Faults are <see cref="InvalidDataException"/>s.</summary>
internal sealed class SequenceInput(Stream stream)
{
    private readonly BlockBuffer _taken = new();

    /// <summary>Whether the stream has come to its end.</summary>
    /// <param name="next">The four bytes that follow, big-endian.</param>
    public bool TryTakeInt32(out int next)
    {
        next = 0;
        var first = stream.ReadByte();
        if (first < 0)
            return false;
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        bytes[0] = (byte)first;
        Take(sizeof(int) - 1).CopyTo(bytes[1..]);
        next = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return true;
    }

    public int TakeInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <summary>What <see cref="SequenceFormat.WriteVLong"/> writes.</summary>
    public long TakeVLong()
    {
        var first = (sbyte)Take(1)[0];
        var length = HadoopCursor.VLongSize(first) - 1;
        return length == 0 ? first : HadoopCursor.VLong(first, Take(length));
    }

    /// <summary>So many bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int byteCount)
    {
        _taken.Clear();
        BoundedBytes.Read(stream, byteCount, _taken);
        return _taken.Written;
    }

    /// <summary>Appends so many bytes to the block.</summary>
    public void Take(long byteCount, BlockBuffer block)
    {
        if (byteCount is < 0 or > int.MaxValue)
            throw new InvalidDataException($"A part claims {byteCount} bytes.");
        BoundedBytes.Read(stream, byteCount, block);
    }
}
