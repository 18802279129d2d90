using Levada.Records;

namespace Levada.Client.Producing;

/// <summary>A record to send. Its bytes are copied before the call returns.</summary>
public readonly record struct ProducerRecord
{
    public ProducerRecord()
    {
    }

    /// <summary>Null for a record without key.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Null deletes the key from a compacted topic.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    public ReadOnlyMemory<RecordHeader> Headers { get; init; }

    /// <summary>Milliseconds since 1970; -1 takes the current time.</summary>
    public long TimestampMs { get; init; } = -1;

    /// <summary>-1 chooses by key, or spreads records without one.</summary>
    public int Partition { get; init; } = -1;

    /// <summary>Comes back with the delivery.</summary>
    public long Tag { get; init; }
}
