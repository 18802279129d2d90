using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class GroupQueryTests
{
    [Fact]
    public void A_stable_group_shows_protocol_subscriptions_and_assignments()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        var group = scenario.Describe();
        Assert.Equal(("Stable", "consumer", "range", ErrorCode.None), (group.GroupState, group.ProtocolType, group.ProtocolData, group.ErrorCode));
        var member = Assert.Single(group.Members);
        Assert.Equal((ids[0], "client", "/127.0.0.1"), (member.MemberId, member.ClientId, member.ClientHost));
        Assert.Equal(GroupScenario.Subscription("t"), member.MemberMetadata);
        Assert.Equal(GroupScenario.AssignmentOf(ids[0]), member.MemberAssignment);
    }

    [Fact]
    public void A_group_in_rebalance_shows_members_without_assignments()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        var group = scenario.Describe();
        Assert.Equal(("PreparingRebalance", "", 2), (group.GroupState, group.ProtocolData, group.Members.Length));
        Assert.All(group.Members, member => Assert.Empty(member.MemberAssignment));
    }

    [Fact]
    public void An_absent_group_is_dead_and_from_version_6_on_not_found()
    {
        var coordinator = new GroupScenario().Coordinator;
        Assert.Equal(("Dead", ErrorCode.None, null),
            (coordinator.DescribeGroup("g", 5).GroupState, coordinator.DescribeGroup("g", 5).ErrorCode, coordinator.DescribeGroup("g", 5).ErrorMessage));
        Assert.Equal(("Dead", ErrorCode.GroupIdNotFound), (coordinator.DescribeGroup("g", 6).GroupState, coordinator.DescribeGroup("g", 6).ErrorCode));
        Assert.NotNull(coordinator.DescribeGroup("g", 6).ErrorMessage);
    }

    [Fact]
    public void Groups_are_listed_by_state_and_type_in_any_case()
    {
        var scenario = new GroupScenario();
        scenario.FormGroup(1);
        scenario.Commit(1, groupId: "simple");
        string[] Ids(string[] states, string[] types) => [.. scenario.Coordinator.ListGroups(states, types).Select(group => group.GroupId)];
        Assert.Equal(["g", "simple"], Ids([], []));
        Assert.Equal(["g"], Ids(["stable"], ["Classic"]));
        Assert.Equal(["simple"], Ids(["EMPTY"], []));
        Assert.Empty(Ids([], ["consumer"]));
        Assert.Empty(Ids(["Dead"], []));
        var listed = scenario.Coordinator.ListGroups([], [])[0];
        Assert.Equal(("consumer", "Stable", "classic"), (listed.ProtocolType, listed.GroupState, listed.GroupType));
    }

    [Fact]
    public void Only_groups_without_members_are_deleted()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Commit(1, ids[0], 1);
        ErrorCode Delete(string id) => scenario.Decide(decision => scenario.Coordinator.DeleteGroup(id, decision)).ErrorCode;
        Assert.Equal(ErrorCode.NonEmptyGroup, Delete("g"));
        Assert.Equal(ErrorCode.GroupIdNotFound, Delete("other"));
        scenario.Leave((ids[0], null));
        Assert.Equal(ErrorCode.None, Delete("g"));
        Assert.Equal(("Dead", -1L), (scenario.State, scenario.Fetch()));
        Assert.Equal(0, scenario.Replay().GroupCount);
    }
}
