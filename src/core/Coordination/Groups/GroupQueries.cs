using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>DescribeGroups, ListGroups and DeleteGroups.</summary>
internal sealed class GroupQueries(GroupTable groups)
{
    private const string ClassicType = "classic";
    private const short GroupIdNotFoundVersionMin = 6;

    public DescribeGroupsResponse.DescribedGroup Describe(string groupId, short version)
    {
        if (!groups.TryGet(groupId, out var group)) return DescribeAbsent(groupId, version);
        var protocol = group.State == GroupState.Stable ? group.ProtocolName : null;
        return new()
        {
            GroupId = groupId,
            GroupState = group.State.ToString(),
            ProtocolType = group.ProtocolType ?? "",
            ProtocolData = protocol ?? "",
            Members = [.. group.Members.Select(member => DescribeMember(member, protocol))],
        };
    }

    /// <param name="states">Names of states to list, in any case; empty for all.</param>
    /// <param name="types">Names of group types to list, in any case; empty for all.</param>
    public IReadOnlyList<ListGroupsResponse.ListedGroup> List(IReadOnlyCollection<string> states, IReadOnlyCollection<string> types)
    {
        if (!Allows(types, ClassicType)) return [];
        return
        [
            .. groups.All.Where(group => Allows(states, group.State.ToString())).Select(group => new ListGroupsResponse.ListedGroup
            {
                GroupId = group.Id,
                ProtocolType = group.ProtocolType ?? "",
                GroupState = group.State.ToString(),
                GroupType = ClassicType,
            }),
        ];
    }

    public DeleteGroupsResponse.DeletableGroupResult Delete(string groupId, Decision decision)
    {
        if (!groups.TryGet(groupId, out var group)) return Result(groupId, ErrorCode.GroupIdNotFound, $"Group {groupId} does not exist.");
        if (group.State != GroupState.Empty) return Result(groupId, ErrorCode.NonEmptyGroup, $"Group {groupId} has members.");
        foreach (var (topic, partition, _) in group.Offsets.All)
            decision.Append(GroupRecords.OffsetTombstone(groupId, topic, partition));
        foreach (var (topic, partition) in groups.Pending.Of(groupId))
            decision.Append(GroupRecords.OffsetTombstone(groupId, topic, partition));
        decision.Append(GroupRecords.GroupTombstone(groupId));
        return Result(groupId, ErrorCode.None, null);
    }

    private static DescribeGroupsResponse.DescribedGroup DescribeAbsent(string groupId, short version) => new()
    {
        GroupId = groupId,
        GroupState = nameof(GroupState.Dead),
        ErrorCode = version >= GroupIdNotFoundVersionMin ? ErrorCode.GroupIdNotFound : ErrorCode.None,
        ErrorMessage = version >= GroupIdNotFoundVersionMin ? $"Group {groupId} does not exist." : null,
    };

    private static DescribeGroupsResponse.DescribedGroupMember DescribeMember(GroupMember member, string? protocol) => new()
    {
        MemberId = member.Id,
        GroupInstanceId = member.InstanceId,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        MemberMetadata = protocol is null ? [] : member.MetadataFor(protocol),
        MemberAssignment = protocol is null ? [] : member.Assignment,
    };

    private static DeleteGroupsResponse.DeletableGroupResult Result(string groupId, ErrorCode error, string? text) =>
        new() { GroupId = groupId, ErrorCode = error, ErrorMessage = text };

    private static bool Allows(IReadOnlyCollection<string> filter, string name) =>
        filter.Count == 0 || filter.Contains(name, StringComparer.OrdinalIgnoreCase);
}
