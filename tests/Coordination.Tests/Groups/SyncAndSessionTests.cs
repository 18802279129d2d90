using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class SyncAndSessionTests
{
    [Fact]
    public void Followers_wait_until_the_leader_has_assigned()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        scenario.SendJoin(ids[1]);
        var generation = scenario.Generation;
        var follower = scenario.SendSync(ids[1], generation);
        Assert.False(scenario.IsAnswered(follower));
        var leader = scenario.Sync(ids[0], generation, (ids[1], [7]));
        Assert.Equal([], leader.Assignment);
        var answer = scenario.Answer<SyncGroupResponse>(follower);
        Assert.Equal([7], answer.Assignment);
        Assert.Equal(("consumer", "range"), (answer.ProtocolType, answer.ProtocolName));
    }

    [Fact]
    public void A_late_follower_gets_its_assignment_at_once()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        Assert.Equal(GroupScenario.AssignmentOf(ids[1]), scenario.Sync(ids[1], scenario.Generation).Assignment);
    }

    [Fact]
    public void A_sync_of_another_generation_or_protocol_or_member_is_refused()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        Assert.Equal(ErrorCode.IllegalGeneration, scenario.Sync(ids[0], 0).ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Sync("nobody", 1).ErrorCode);
        var token = 1_000L;
        var request = new SyncGroupRequest
        {
            GroupId = GroupScenario.GroupId, MemberId = ids[0], GenerationId = 1, ProtocolName = "sticky",
        };
        scenario.Decide(decision => scenario.Coordinator.SyncGroup(request, token, decision));
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, scenario.Answer<SyncGroupResponse>(token).ErrorCode);
    }

    [Fact]
    public void A_rebalance_sends_waiting_followers_back_to_join()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        scenario.SendJoin(ids[1]);
        var follower = scenario.SendSync(ids[1], scenario.Generation);
        scenario.SendJoin(scenario.NewMemberId());
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Answer<SyncGroupResponse>(follower).ErrorCode);
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Sync(ids[0], scenario.Generation).ErrorCode);
    }

    [Fact]
    public void Members_that_never_sync_are_removed_after_the_rebalance_timeout()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        scenario.SendJoin(ids[1]);
        var generation = scenario.Generation;
        scenario.Sync(ids[0], generation);
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(2, scenario.Describe().Members.Length);
            foreach (var id in ids) scenario.Heartbeat(id, generation);
            scenario.Wait(5_000);
        }

        Assert.Equal("PreparingRebalance", scenario.State);
        Assert.Equal(ids[0], Assert.Single(scenario.Describe().Members).MemberId);
    }

    [Fact]
    public void An_assignment_too_large_for_the_log_is_refused_and_the_group_rebalances()
    {
        var scenario = new GroupScenario(new GroupCoordinatorOptions { InitialRebalanceDelayMs = 0, RecordBytesMax = 1_000 });
        var id = scenario.NewMemberId();
        scenario.Join(GroupScenario.JoinRequest(id));
        Assert.Equal(ErrorCode.UnknownServerError, scenario.Sync(id, 1, (id, new byte[1_000])).ErrorCode);
        Assert.Equal("PreparingRebalance", scenario.State);
        Assert.Empty(scenario.Log);
    }

    [Fact]
    public void Heartbeats_keep_a_member_and_silence_removes_it()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        for (var i = 0; i < 5; i++)
        {
            scenario.Wait(9_999);
            Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[0], 1));
        }

        scenario.Wait(10_000);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Heartbeat(ids[0], 1));
        Assert.Equal("Empty", scenario.State);
    }

    [Fact]
    public void Heartbeats_of_another_generation_or_group_are_refused()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        Assert.Equal(ErrorCode.IllegalGeneration, scenario.Heartbeat(ids[0], 2));
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Heartbeat("nobody", 1));
        var other = new HeartbeatRequest { GroupId = "other", MemberId = ids[0], GenerationId = 1 };
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Decide(decision => scenario.Coordinator.Heartbeat(other, decision)).ErrorCode);
        other.GroupId = "";
        Assert.Equal(ErrorCode.InvalidGroupId, scenario.Decide(decision => scenario.Coordinator.Heartbeat(other, decision)).ErrorCode);
    }

    [Fact]
    public void Heartbeats_succeed_while_the_assignment_is_awaited()
    {
        var scenario = new GroupScenario();
        var id = scenario.NewMemberId();
        scenario.Join(GroupScenario.JoinRequest(id));
        Assert.Equal("CompletingRebalance", scenario.State);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(id, 1));
    }

    [Fact]
    public void A_member_that_waits_for_us_cannot_lose_its_session()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var joining = scenario.SendJoin(ids[0]);
        for (var i = 0; i < 4; i++)
        {
            scenario.Wait(8_000);
            Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Heartbeat(ids[1], scenario.Generation));
        }

        Assert.False(scenario.IsAnswered(joining));
        scenario.SendJoin(ids[1]);
        Assert.Equal(2, scenario.Answer<JoinGroupResponse>(joining).Members.Length);
        scenario.Wait(9_999);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[0], scenario.Generation));
    }

    [Fact]
    public void The_last_members_silence_ends_the_generation_with_a_record()
    {
        var scenario = new GroupScenario();
        scenario.FormGroup(1);
        var before = scenario.Log.Count;
        scenario.Wait(10_000);
        Assert.Equal(before + 1, scenario.Log.Count);
        Assert.Equal("Empty", scenario.Replay().DescribeGroup(GroupScenario.GroupId, 6).GroupState);
    }

    [Fact]
    public void A_leaving_member_makes_the_others_join_again()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(3);
        Assert.Equal(ErrorCode.None, Assert.Single(scenario.Leave((ids[0], null)).Members).ErrorCode);
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Heartbeat(ids[1], scenario.Generation));
        var rejoined = scenario.SendJoin(ids[1]);
        scenario.SendJoin(ids[2]);
        Assert.Equal(ids[1], scenario.Answer<JoinGroupResponse>(rejoined).Leader);
    }

    [Fact]
    public void Members_leave_in_batches_and_each_has_its_own_error()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var answer = scenario.Leave((ids[0], null), ("nobody", null), (ids[1], null));
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.None], answer.Members.Select(member => member.ErrorCode));
        Assert.Equal("Empty", scenario.State);
    }

    [Fact]
    public void Before_version_3_a_leave_names_one_member_and_answers_at_the_top()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        LeaveGroupResponse Leave(string memberId) => scenario.Decide(decision => scenario.Coordinator.LeaveGroup(
            new LeaveGroupRequest { GroupId = GroupScenario.GroupId, MemberId = memberId }, 2, decision));
        Assert.Equal(ErrorCode.UnknownMemberId, Leave("nobody").ErrorCode);
        Assert.Equal(ErrorCode.None, Leave(ids[0]).ErrorCode);
        Assert.Empty(Leave(ids[0]).Members);
    }

    [Fact]
    public void A_pending_member_can_leave()
    {
        var scenario = new GroupScenario();
        var id = scenario.NewMemberId();
        Assert.Equal(ErrorCode.None, scenario.Leave((id, null)).Members[0].ErrorCode);
        Assert.Equal("Dead", scenario.State);
    }

    [Fact]
    public void A_leaving_member_gets_an_answer_to_its_waiting_sync()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        scenario.SendJoin(ids[1]);
        var waiting = scenario.SendSync(ids[1], scenario.Generation);
        scenario.Leave((ids[1], null));
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Answer<SyncGroupResponse>(waiting).ErrorCode);
    }
}
