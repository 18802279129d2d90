using Levada.Records;


namespace Levada.Client.Producing;

/// <summary>How records are sent.</summary>
public sealed record ProducerOptions
{
    /// <summary>0: none, 1: the leader's, -1: all in-sync replicas'.</summary>
    public short Acks { get; init; } = -1;

    /// <summary>How long a record waits for others to share its batch.</summary>
    public int LingerMs { get; init; } = 5;

    /// <summary>A batch is sent when it holds this many bytes (before compression).</summary>
    public int BatchBytesMax { get; init; } = 1_000_000;

    /// <summary>Records accepted and not yet acknowledged; beyond it producing waits.</summary>
    public int BufferBytesMax { get; init; } = 64 * 1024 * 1024;

    public CompressionCodec Codec { get; init; } = CompressionCodec.None;

    /// <summary>The codec's level; null for its default.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>Whether retries can duplicate nothing (needs acks -1).</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Whether a topic that does not exist may be created by the broker, if its configuration lets it.</summary>
    public bool IsCreateAllowed { get; init; } = true;

    /// <summary>Whether deliveries carry the tags of their records.</summary>
    public bool AreTagsKept { get; init; }

    /// <summary>How long a record may take from acceptance to acknowledgement.</summary>
    public int DeliveryTimeoutMs { get; init; } = 120_000;
}
