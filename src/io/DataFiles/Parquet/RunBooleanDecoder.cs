using System.Buffers.Binary;

namespace Levada.DataFiles.Parquet;

/// <summary>Booleans as runs and packed bits behind their length.</summary>
internal sealed class RunBooleanDecoder : ValueDecoder
{
    private readonly HybridDecoder _bits = new();

    public RunBooleanDecoder(ArraySegment<byte> bytes)
    {
        if (bytes.Count < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var length && (length < 0 || length > bytes.Count - sizeof(int)))
            throw new InvalidDataException("A page of booleans is shorter than it claims.");
        _bits.Bind(bytes[sizeof(int)..], 1);
    }

    public override bool NextBoolean() => _bits.Next() != 0;
}
