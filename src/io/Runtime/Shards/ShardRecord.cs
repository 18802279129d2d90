namespace Levada.Runtime.Shards;

/// <summary>One record of a shard's log: an encoded key and value, the value null for a tombstone.</summary>
/// <param name="ProducerId">The producer whose open transaction the record is part of, or -1.</param>
public readonly record struct ShardRecord(byte[] Key, byte[]? Value, long ProducerId = -1)
{
    /// <summary>Bytes of key and value, without what the batch adds.</summary>
    public int ByteCount => Key.Length + (Value?.Length ?? 0);
}
