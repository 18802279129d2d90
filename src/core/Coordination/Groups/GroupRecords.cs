using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups;

/// <summary>Encodes the records of <c>__consumer_offsets</c> that classic groups write.</summary>
internal static class GroupRecords
{
    /// <summary>Record type of an offset in the oldest brokers; its layout is that of <see cref="OffsetType"/>.</summary>
    public const short LegacyOffsetType = 0;

    public const short OffsetType = 1;
    public const short GroupMetadataType = 2;

    private const short GroupMetadataVersion = 3;

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

    public static CoordinatorRecord Group(ClassicGroup group)
    {
        var members = new GroupMetadataValue.MemberMetadata[group.Members.Count];
        for (var i = 0; i < members.Length; i++) members[i] = Member(group.Members[i], group.ProtocolName ?? "");
        var value = new GroupMetadataValue
        {
            ProtocolType = group.ProtocolType ?? "",
            Generation = group.Generation,
            Protocol = group.ProtocolName,
            Leader = group.LeaderId,
            CurrentStateTimestamp = group.StateSinceMs,
            Members = members,
        };
        return new(GroupKey(group.Id), Encode(value, GroupMetadataVersion));
    }

    public static CoordinatorRecord GroupTombstone(string groupId) => new(GroupKey(groupId), null);

    /// <summary>Reads a value with its version in front; null where it is malformed or of a version we do not know.</summary>
    public static T? Decode<T>(ReadOnlySpan<byte> bytes) where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadInt16();
        if (version < T.LowestVersion || version > T.HighestVersion) return null;
        var value = T.Read(ref reader, version);
        return reader.Failed ? null : value;
    }

    private static GroupMetadataValue.MemberMetadata Member(GroupMember member, string protocol) => new()
    {
        MemberId = member.Id,
        GroupInstanceId = member.InstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        RebalanceTimeout = member.RebalanceTimeoutMs,
        SessionTimeout = member.SessionTimeoutMs,
        Subscription = member.MetadataFor(protocol),
        Assignment = member.Assignment,
    };

    private static byte[] OffsetKey(string groupId, string topic, int partition) =>
        Encode(new OffsetCommitKey { Group = groupId, Topic = topic, Partition = partition }, 0, OffsetType);

    private static byte[] GroupKey(string groupId) => Encode(new GroupMetadataKey { Group = groupId }, 0, GroupMetadataType);

    private static byte[] Encode<T>(in T value, short version) where T : struct, IWireMessage<T> => Encode(value, version, version);

    private static byte[] Encode<T>(in T value, short version, short prefix) where T : struct, IWireMessage<T>
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
