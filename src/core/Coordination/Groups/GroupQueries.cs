using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>DescribeGroups, ListGroups and DeleteGroups.</summary>
internal sealed class GroupQueries(GroupTable groups)
{
    private const short GroupIdNotFoundVersionMin = 6;

    public DescribeGroupsResponse.DescribedGroup Describe(string groupId, short version)
    {
        if (!groups.TryGet<ClassicGroup>(groupId, out var group))
        {
            var isThere = groups.TryGet(groupId, out Group? _);
            return DescribeAbsent(groupId, version, isThere ? $"Group {groupId} is not a classic group." : $"Group {groupId} does not exist.");
        }

        var protocol = group.State == ClassicGroupState.Stable ? group.AssignorName : null;
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
        return
        [
            .. groups.All.Where(group => Allows(types, group.TypeName) && Allows(states, group.StateName)).Select(group => new ListGroupsResponse.ListedGroup
            {
                GroupId = group.Id,
                ProtocolType = group.ProtocolName,
                GroupState = group.StateName,
                GroupType = group.TypeName,
            }),
        ];
    }

    public DeleteGroupsResponse.DeletableGroupResult Delete(string groupId, Decision decision)
    {
        if (!groups.TryGet(groupId, out Group? group)) return Result(groupId, ErrorCode.GroupIdNotFound, $"Group {groupId} does not exist.");
        if (!group.IsEmpty) return Result(groupId, ErrorCode.NonEmptyGroup, $"Group {groupId} has members.");
        foreach (var (topic, partition, _) in group.Offsets.All)
            decision.Append(GroupRecords.OffsetTombstone(groupId, topic, partition));
        foreach (var (topic, partition) in groups.Pending.Of(groupId))
            decision.Append(GroupRecords.OffsetTombstone(groupId, topic, partition));
        group.Forget(decision);
        return Result(groupId, ErrorCode.None, null);
    }

    private static DescribeGroupsResponse.DescribedGroup DescribeAbsent(string groupId, short version, string reason) => new()
    {
        GroupId = groupId,
        GroupState = nameof(ClassicGroupState.Dead),
        ErrorCode = version >= GroupIdNotFoundVersionMin ? ErrorCode.GroupIdNotFound : ErrorCode.None,
        ErrorMessage = version >= GroupIdNotFoundVersionMin ? reason : null,
    };

    private static DescribeGroupsResponse.DescribedGroupMember DescribeMember(ClassicMember member, string? protocol) => new()
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
