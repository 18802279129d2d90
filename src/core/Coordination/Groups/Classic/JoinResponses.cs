using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>The shapes a JoinGroup response takes.</summary>
internal static class JoinResponses
{
    public static JoinGroupResponse Error(string memberId, ErrorCode error) =>
        new() { ErrorCode = error, MemberId = memberId };

    /// <summary>The current generation; the leader alone gets the list of members, and only when it is to assign.</summary>
    public static JoinGroupResponse Generation(ClassicGroup group, ClassicMember member, bool isLeaderInformed) => new()
    {
        GenerationId = group.Generation,
        ProtocolType = group.ProtocolType,
        ProtocolName = group.AssignorName ?? "",
        Leader = group.LeaderId ?? "",
        MemberId = member.Id,
        Members = isLeaderInformed && group.IsLeader(member) ? ListMembers(group) : [],
    };

    private static JoinGroupResponse.JoinGroupResponseMember[] ListMembers(ClassicGroup group) =>
    [
        .. group.Members.Select(member => new JoinGroupResponse.JoinGroupResponseMember
        {
            MemberId = member.Id,
            GroupInstanceId = member.InstanceId,
            Metadata = member.MetadataFor(group.AssignorName ?? ""),
        }),
    ];
}
