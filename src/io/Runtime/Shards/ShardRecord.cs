namespace Levada.Runtime.Shards;

/// <summary>One record of a shard's log: an encoded key and value, the value null for a tombstone.</summary>
public readonly record struct ShardRecord(byte[] Key, byte[]? Value)
{
    /// <summary>Bytes of key and value, without what the batch adds.</summary>
    public int ByteCount => Key.Length + (Value?.Length ?? 0);
}
