using System.Buffers.Binary;

namespace Levada.Log.Producers;

/// <summary>The record that ends a transaction on one partition.</summary>
/// <remarks>Key: int16 version, int16 type (0 ABORT, 1 COMMIT); value: int16 version, int32 coordinator epoch.</remarks>
internal readonly record struct TransactionMarker(bool IsAbort, int CoordinatorEpoch)
{
    private const short AbortType = 0;
    private const short CommitType = 1;

    /// <summary>Reads key and value of a control record; false for other control records.</summary>
    public static bool TryRead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, out TransactionMarker marker)
    {
        marker = default;
        if (key.Length < 4 || value.Length < 6) return false;
        var type = BinaryPrimitives.ReadInt16BigEndian(key[2..]);
        if (type is not (AbortType or CommitType)) return false;
        marker = new(type == AbortType, BinaryPrimitives.ReadInt32BigEndian(value[2..]));
        return true;
    }
}
