using Levada.Records;

namespace Levada.Log.Producers;

/// <summary>What the record that ends a transaction on one partition says.</summary>
internal readonly record struct TransactionMarker(bool IsAbort, int CoordinatorEpoch)
{
    /// <summary>Bytes from the start of a marker batch that hold all of it: later versions may only add to its end.</summary>
    public const int BatchByteCountMax = 1024;

    /// <summary>Reads the batch of a marker; false for other control batches.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TransactionMarker marker)
    {
        marker = default;
        if (!RecordBatch.TryRead(bytes, out var batch)
            || !ControlRecords.TryReadEndTransaction(batch, out var type, out var value)) return false;
        marker = new(type == ControlRecordType.Abort, value.CoordinatorEpoch);
        return true;
    }
}
