using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups;

/// <summary>Encodes the records of <c>__consumer_offsets</c> that keep offsets, and the values of all.</summary>
internal static class GroupRecords
{
    /// <summary>Record type of an offset in the oldest brokers; its layout is that of <see cref="OffsetType"/>.</summary>
    public const short LegacyOffsetType = 0;

    public const short OffsetType = 1;

    // The only version that can say when an offset expires.
    private const short ExpiringOffsetVersion = 1;

    public static CoordinatorRecord Offset(string groupId, string topic, int partition, in CommittedOffset offset, short version)
    {
        var value = new OffsetCommitValue
        {
            Offset = offset.Offset,
            LeaderEpoch = offset.LeaderEpoch.Value,
            Metadata = offset.Metadata,
            CommitTimestamp = offset.CommitTimestampMs,
            ExpireTimestamp = offset.ExpireTimestampMs,
            TopicId = offset.TopicId,
        };
        return new(
            OffsetKey(groupId, topic, partition), Encode(value, offset.ExpireTimestampMs >= 0 ? ExpiringOffsetVersion : version));
    }

    public static CoordinatorRecord OffsetTombstone(string groupId, string topic, int partition) =>
        new(OffsetKey(groupId, topic, partition), null);

    /// <summary>Reads a value with its version in front; null where it is malformed or of a version we do not know.</summary>
    public static T? Decode<T>(ReadOnlySpan<byte> bytes) where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadInt16();
        if (version < T.LowestVersion || version > T.HighestVersion) return null;
        var value = T.Read(ref reader, version);
        return reader.Failed ? null : value;
    }

    private static byte[] OffsetKey(string groupId, string topic, int partition) =>
        Encode(new OffsetCommitKey { Group = groupId, Topic = topic, Partition = partition }, 0, OffsetType);

    /// <summary>A value with its version in front.</summary>
    public static byte[] Encode<T>(in T value, short version) where T : struct, IWireMessage<T> => Encode(value, version, version);

    /// <param name="prefix">What stands in front: a key's record type, a value's version.</param>
    public static byte[] Encode<T>(in T value, short version, short prefix) where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(prefix);
        value.Write(writer, version);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }
}
