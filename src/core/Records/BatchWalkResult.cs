namespace Levada.Records;

/// <summary>What one walk over the records of a client's batch found.</summary>
public readonly struct BatchWalkResult
{
    public BatchWalkError Error { get; init; }

    public bool IsValid => Error == BatchWalkError.None;

    /// <summary>The records walked; on an error, the index of the record that has it.</summary>
    public int RecordCount { get; init; }

    /// <summary>The first record without a key; -1 if all have one.</summary>
    public int FirstNullKeyIndex { get; init; }

    public bool HasNullKey => FirstNullKeyIndex >= 0;

    /// <summary>The first record without a timestamp (-1); -1 if all have one.</summary>
    public int FirstNoTimestampIndex { get; init; }

    public bool HasNoTimestamp => FirstNoTimestampIndex >= 0;

    /// <summary>The largest record timestamp, milliseconds since 1970; -1 if no record has one.</summary>
    public long MaxTimestamp { get; init; }

    /// <summary>The first record with the largest timestamp; -1 if no record has one.</summary>
    public int MaxTimestampOffsetDelta { get; init; }

    /// <summary>The smallest record timestamp, records without one left out; -1 if no record has one.</summary>
    public long MinTimestamp { get; init; }

    /// <summary>The first record with the smallest timestamp; -1 if no record has one.</summary>
    public int MinTimestampOffsetDelta { get; init; }

    /// <summary>Bytes of the records without compression.</summary>
    public long UncompressedByteCount { get; init; }
}
