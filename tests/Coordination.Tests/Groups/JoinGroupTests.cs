using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class JoinGroupTests
{
    private static GroupCoordinatorOptions Delayed => new() { InitialRebalanceDelayMs = 3_000 };

    [Fact]
    public void A_new_member_is_given_an_id_and_must_join_with_it()
    {
        var scenario = new GroupScenario();
        var answer = scenario.Join(GroupScenario.JoinRequest(), version: 4);
        Assert.Equal(ErrorCode.MemberIdRequired, answer.ErrorCode);
        Assert.StartsWith("client-", answer.MemberId);
        Assert.True(Guid.TryParse(answer.MemberId["client-".Length..], out _));
        Assert.Equal(ErrorCode.None, scenario.Join(GroupScenario.JoinRequest(answer.MemberId)).ErrorCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Before_version_4_a_member_joins_at_once(short version)
    {
        var answer = new GroupScenario().Join(GroupScenario.JoinRequest(), version);
        Assert.Equal((ErrorCode.None, 1, true), (answer.ErrorCode, answer.GenerationId, answer.Leader == answer.MemberId));
    }

    [Fact]
    public void An_id_that_was_given_out_is_forgotten_after_the_session_timeout()
    {
        var scenario = new GroupScenario();
        var id = scenario.NewMemberId();
        Assert.Equal("Empty", scenario.State);
        scenario.Wait(10_000);
        Assert.Equal("Dead", scenario.State);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Join(GroupScenario.JoinRequest(id)).ErrorCode);
        Assert.Empty(scenario.Log);
    }

    [Theory]
    [InlineData("", 10_000, ErrorCode.InvalidGroupId)]
    [InlineData("g", 5_999, ErrorCode.InvalidSessionTimeout)]
    [InlineData("g", 1_800_001, ErrorCode.InvalidSessionTimeout)]
    public void A_bad_request_is_refused_and_leaves_no_group(string groupId, int sessionTimeoutMs, ErrorCode expected)
    {
        var scenario = new GroupScenario();
        var request = GroupScenario.JoinRequest();
        request.GroupId = groupId;
        request.SessionTimeoutMs = sessionTimeoutMs;
        Assert.Equal(expected, scenario.Join(request).ErrorCode);
        Assert.Equal(0, scenario.Coordinator.GroupCount);
    }

    [Fact]
    public void Strings_too_long_for_the_log_are_refused()
    {
        var scenario = new GroupScenario();
        var text = new string('x', 32_768);
        var request = GroupScenario.JoinRequest(instanceId: new string('x', 32_767 - 36));
        Assert.Equal(ErrorCode.InvalidRequest, scenario.Join(request).ErrorCode);
        request = GroupScenario.JoinRequest("", null, GroupScenario.Protocol(text));
        Assert.Equal(ErrorCode.InvalidRequest, scenario.Join(request).ErrorCode);
        request = GroupScenario.JoinRequest();
        request.GroupId = text;
        Assert.Equal(ErrorCode.InvalidGroupId, scenario.Join(request).ErrorCode);
        Assert.Equal(ErrorCode.InvalidGroupId, scenario.Commit(1, groupId: text));
        Assert.Equal(ErrorCode.InvalidTopicException, scenario.Commit(1, topic: text));
        Assert.Equal(0, scenario.Coordinator.GroupCount);
        Assert.Equal(ErrorCode.None, scenario.Join(GroupScenario.JoinRequest(instanceId: new string('x', 32_767 - 37))).ErrorCode);
    }

    [Fact]
    public void A_member_without_protocols_is_refused_and_leaves_no_group()
    {
        var scenario = new GroupScenario();
        var request = GroupScenario.JoinRequest();
        request.Protocols = [];
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, scenario.Join(request).ErrorCode);
        Assert.Equal(0, scenario.Coordinator.GroupCount);
    }

    [Fact]
    public void A_member_without_a_common_protocol_is_refused()
    {
        var scenario = new GroupScenario();
        scenario.FormGroup(1);
        var other = GroupScenario.JoinRequest("", null, GroupScenario.Protocol("sticky", "t"));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, scenario.Join(other).ErrorCode);
        var connect = GroupScenario.JoinRequest();
        connect.ProtocolType = "connect";
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, scenario.Join(connect).ErrorCode);
        Assert.Equal("Stable", scenario.State);
    }

    [Fact]
    public void The_first_rebalance_waits_for_more_members_and_a_little_longer_while_they_come()
    {
        var scenario = new GroupScenario(Delayed);
        var ids = new[] { scenario.NewMemberId(), scenario.NewMemberId() };
        var first = scenario.SendJoin(ids[0]);
        scenario.Wait(2_999);
        var second = scenario.SendJoin(ids[1]);
        scenario.Wait(3_000);
        Assert.False(scenario.IsAnswered(first));
        scenario.Wait(1);
        var (leader, follower) = (scenario.Answer<JoinGroupResponse>(first), scenario.Answer<JoinGroupResponse>(second));
        Assert.Equal((1, ids[0], "range"), (leader.GenerationId, leader.Leader, leader.ProtocolName));
        Assert.Equal(ids, leader.Members.Select(member => member.MemberId));
        Assert.Equal((1, ids[0]), (follower.GenerationId, follower.Leader));
        Assert.Empty(follower.Members);
    }

    [Fact]
    public void The_first_rebalance_never_waits_longer_than_the_rebalance_timeout()
    {
        var scenario = new GroupScenario(Delayed);
        var request = GroupScenario.JoinRequest(scenario.NewMemberId());
        request.RebalanceTimeoutMs = 8_000;
        var first = scenario.SendJoin(request);
        for (var i = 0; i < 7; i++)
        {
            Assert.False(scenario.IsAnswered(first));
            var more = GroupScenario.JoinRequest(scenario.NewMemberId());
            more.RebalanceTimeoutMs = 8_000;
            scenario.SendJoin(more);
            scenario.Wait(1_000);
        }

        scenario.Wait(1_000);
        Assert.True(scenario.IsAnswered(first));
    }

    [Fact]
    public void A_joining_member_makes_the_others_join_again()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var generation = scenario.Generation;
        var newcomer = scenario.SendJoin(scenario.NewMemberId());
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Heartbeat(ids[0], generation));
        var tokens = Array.ConvertAll(ids, id => scenario.SendJoin(id));
        Assert.Equal(generation + 1, scenario.Answer<JoinGroupResponse>(newcomer).GenerationId);
        Assert.Equal(3, scenario.Answer<JoinGroupResponse>(tokens[0]).Members.Length);
    }

    [Fact]
    public void Members_that_do_not_join_again_within_the_rebalance_timeout_are_removed()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var newcomerId = scenario.NewMemberId();
        var newcomer = scenario.SendJoin(newcomerId);
        // The leader stays away but keeps its session alive.
        for (var i = 0; i < 12; i++)
        {
            Assert.False(scenario.IsAnswered(newcomer));
            foreach (var id in ids) scenario.Heartbeat(id, scenario.Generation);
            scenario.Wait(5_000);
        }

        var answer = scenario.Answer<JoinGroupResponse>(newcomer);
        Assert.Equal((newcomerId, newcomerId), (answer.Leader, Assert.Single(answer.Members).MemberId));
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Heartbeat(ids[0], 2));
    }

    [Fact]
    public void A_follower_that_repeats_its_join_gets_the_current_generation()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var generation = scenario.Generation;
        var answer = scenario.Join(GroupScenario.JoinRequest(ids[1]));
        Assert.Equal((generation, "Stable"), (answer.GenerationId, scenario.State));
    }

    [Fact]
    public void A_leader_that_joins_again_starts_a_rebalance()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        Assert.False(scenario.IsAnswered(scenario.SendJoin(ids[0])));
        Assert.Equal("PreparingRebalance", scenario.State);
    }

    [Fact]
    public void A_follower_with_another_subscription_starts_a_rebalance()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(GroupScenario.JoinRequest(ids[1], null, GroupScenario.Protocol("range", "t", "u")));
        Assert.Equal("PreparingRebalance", scenario.State);
    }

    [Fact]
    public void A_repeated_join_before_the_assignment_is_answered_again()
    {
        var scenario = new GroupScenario();
        var id = scenario.NewMemberId();
        var first = scenario.Join(GroupScenario.JoinRequest(id));
        var again = scenario.Join(GroupScenario.JoinRequest(id));
        Assert.Equal((first.GenerationId, 1), (again.GenerationId, again.Members.Length));
    }

    [Fact]
    public void The_protocol_most_members_prefer_is_chosen_among_the_common_ones()
    {
        var scenario = new GroupScenario();
        var (range, sticky, alone) = (
            GroupScenario.Protocol("range", "t"), GroupScenario.Protocol("sticky", "t"), GroupScenario.Protocol("alone", "t"));
        var ids = Enumerable.Range(0, 3).Select(_ => scenario.NewMemberId()).ToArray();
        scenario.SendJoin(GroupScenario.JoinRequest(ids[0], null, alone, range, sticky));
        scenario.SendJoin(GroupScenario.JoinRequest(ids[1], null, sticky, range));
        scenario.SendJoin(GroupScenario.JoinRequest(ids[2], null, sticky, range));
        var leader = scenario.Join(GroupScenario.JoinRequest(ids[0], null, alone, range, sticky));
        Assert.Equal("sticky", leader.ProtocolName);
        Assert.Equal("consumer", leader.ProtocolType);
    }

    [Fact]
    public void A_full_group_takes_nobody_else()
    {
        var scenario = new GroupScenario(new GroupCoordinatorOptions { InitialRebalanceDelayMs = 0, GroupSizeMax = 1 });
        var ids = scenario.FormGroup(1);
        Assert.Equal(ErrorCode.GroupMaxSizeReached, scenario.Join(GroupScenario.JoinRequest()).ErrorCode);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[0], scenario.Generation));
    }

    [Fact]
    public void A_new_member_may_wait_for_five_minutes_and_not_longer()
    {
        var scenario = new GroupScenario();
        var slow = GroupScenario.JoinRequest(scenario.NewMemberId());
        slow.RebalanceTimeoutMs = 1_000_000;
        slow.SessionTimeoutMs = 1_800_000;
        scenario.Join(slow);
        scenario.Sync(slow.MemberId, 1);
        var newcomer = scenario.SendJoin(scenario.NewMemberId());
        scenario.Wait(299_999);
        Assert.False(scenario.IsAnswered(newcomer));
        scenario.Wait(1);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Answer<JoinGroupResponse>(newcomer).ErrorCode);
    }

    [Fact]
    public void A_join_sent_twice_by_one_member_is_answered_twice()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var (lost, retried) = (scenario.SendJoin(ids[0]), scenario.SendJoin(ids[0]));
        scenario.SendJoin(ids[1]);
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Answer<JoinGroupResponse>(lost).ErrorCode);
        Assert.Equal(ErrorCode.None, scenario.Answer<JoinGroupResponse>(retried).ErrorCode);
    }

    [Fact]
    public void Version_0_has_one_timeout_for_session_and_rebalance()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        var request = GroupScenario.JoinRequest(ids[0]);
        request.RebalanceTimeoutMs = -1;
        scenario.Join(request);
        scenario.CompleteSync(ids[0]);
        var newcomer = scenario.SendJoin(scenario.NewMemberId(), version: 9);
        scenario.Heartbeat(ids[0], scenario.Generation);
        scenario.Wait(9_999);
        Assert.False(scenario.IsAnswered(newcomer));
    }
}
