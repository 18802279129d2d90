using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Classic;

/// <summary>Encodes the records of <c>__consumer_offsets</c> that classic groups write.</summary>
internal static class ClassicRecords
{
    public const short GroupMetadataType = 2;

    private const short GroupMetadataVersion = 3;

    public static CoordinatorRecord Group(ClassicGroup group)
    {
        var members = new GroupMetadataValue.MemberMetadata[group.Members.Count];
        for (var i = 0; i < members.Length; i++) members[i] = Member(group.Members[i], group.AssignorName ?? "");
        var value = new GroupMetadataValue
        {
            ProtocolType = group.ProtocolType ?? "",
            Generation = group.Generation,
            Protocol = group.AssignorName,
            Leader = group.LeaderId,
            CurrentStateTimestamp = group.StateSinceMs,
            Members = members,
        };
        return new(GroupKey(group.Id), GroupRecords.Encode(value, GroupMetadataVersion));
    }

    public static CoordinatorRecord GroupTombstone(string groupId) => new(GroupKey(groupId), null);

    private static GroupMetadataValue.MemberMetadata Member(ClassicMember member, string protocol) => new()
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

    private static byte[] GroupKey(string groupId) => GroupRecords.Encode(new GroupMetadataKey { Group = groupId }, 0, GroupMetadataType);
}
