using System.Buffers.Binary;

namespace Levada.Records;

/// <summary>The value of an Abort or Commit record.</summary>
/// <param name="CoordinatorEpoch">Of the transaction coordinator that decided: fences its predecessors.</param>
public readonly record struct EndTransactionMarker(int CoordinatorEpoch)
{
    private const short Version = 0;
    internal const int ByteCount = sizeof(short) + sizeof(int);

    /// <summary>Reads a value of version 0 or a later one, which may only add to its end.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out EndTransactionMarker marker)
    {
        var isMarker = value.Length >= ByteCount && BinaryPrimitives.ReadInt16BigEndian(value) >= Version;
        marker = isMarker ? new(BinaryPrimitives.ReadInt32BigEndian(value[sizeof(short)..])) : default;
        return isMarker;
    }

    internal void CopyTo(Span<byte> value)
    {
        BinaryPrimitives.WriteInt16BigEndian(value, Version);
        BinaryPrimitives.WriteInt32BigEndian(value[sizeof(short)..], CoordinatorEpoch);
    }
}
