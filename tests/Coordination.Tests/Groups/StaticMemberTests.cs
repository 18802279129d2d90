using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class StaticMemberTests
{
    private static JoinGroupRequest Static(string instanceId, string memberId = "", params JoinGroupRequest.JoinGroupRequestProtocol[] protocols) =>
        GroupScenario.JoinRequest(memberId, instanceId, protocols);

    private static string[] FormStaticGroup(GroupScenario scenario)
    {
        var first = scenario.Join(Static("one")).MemberId;
        var second = scenario.SendJoin(Static("two"));
        scenario.SendJoin(Static("one", first));
        var ids = new[] { first, scenario.Answer<JoinGroupResponse>(second).MemberId };
        scenario.CompleteSync(ids[0]);
        return ids;
    }

    [Fact]
    public void A_static_member_joins_at_once_and_is_named_after_its_instance() =>
        Assert.StartsWith("one-", new GroupScenario().Join(Static("one")).MemberId);

    [Fact]
    public void A_restarted_follower_keeps_its_assignment_without_a_rebalance()
    {
        var scenario = new GroupScenario();
        var ids = FormStaticGroup(scenario);
        var generation = scenario.Generation;
        var answer = scenario.Join(Static("two"));
        Assert.Equal((ErrorCode.None, generation, ids[0], false),
            (answer.ErrorCode, answer.GenerationId, answer.Leader, answer.SkipAssignment));
        Assert.NotEqual(ids[1], answer.MemberId);
        Assert.Equal("Stable", scenario.State);
        Assert.Equal(GroupScenario.AssignmentOf(ids[1]), scenario.Sync(answer.MemberId, generation).Assignment);
    }

    [Fact]
    public void A_restarted_leader_leads_on_and_skips_the_assignment()
    {
        var scenario = new GroupScenario();
        FormStaticGroup(scenario);
        var answer = scenario.Join(Static("one"), version: 9);
        Assert.Equal((true, answer.MemberId, 2), (answer.SkipAssignment, answer.Leader, answer.Members.Length));
        Assert.Equal("Stable", scenario.State);
    }

    [Fact]
    public void A_restarted_leader_before_version_9_is_told_its_former_self_leads()
    {
        var scenario = new GroupScenario();
        var ids = FormStaticGroup(scenario);
        var answer = scenario.Join(Static("one"), version: 8);
        Assert.Equal((false, ids[0], 0), (answer.SkipAssignment, answer.Leader, answer.Members.Length));
        var sync = scenario.Sync(answer.MemberId, scenario.Generation);
        Assert.Equal(GroupScenario.AssignmentOf(ids[0]), sync.Assignment);
    }

    [Fact]
    public void The_new_member_id_of_a_restarted_static_member_survives_a_failover()
    {
        var scenario = new GroupScenario();
        FormStaticGroup(scenario);
        var answer = scenario.Join(Static("two"));
        scenario.FailOver();
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(answer.MemberId, answer.GenerationId, "two"));
    }

    [Fact]
    public void The_old_incarnation_is_fenced()
    {
        var scenario = new GroupScenario();
        var ids = FormStaticGroup(scenario);
        scenario.Join(Static("two"));
        Assert.Equal(ErrorCode.FencedInstanceId, scenario.Heartbeat(ids[1], scenario.Generation, "two"));
        Assert.Equal(ErrorCode.FencedInstanceId, scenario.Join(Static("two", ids[1])).ErrorCode);
        Assert.Equal(ErrorCode.FencedInstanceId, scenario.Leave((ids[1], "two")).Members[0].ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Heartbeat(ids[1], scenario.Generation, "three"));
    }

    [Fact]
    public void A_waiting_join_of_the_old_incarnation_is_fenced()
    {
        var scenario = new GroupScenario();
        var ids = FormStaticGroup(scenario);
        var old = scenario.SendJoin(Static("one", ids[0]));
        scenario.SendJoin(Static("one"));
        Assert.Equal(ErrorCode.FencedInstanceId, scenario.Answer<JoinGroupResponse>(old).ErrorCode);
    }

    [Fact]
    public void A_restart_that_changes_the_chosen_protocol_starts_a_rebalance()
    {
        var scenario = new GroupScenario();
        var both = new[] { GroupScenario.Protocol("range", "t"), GroupScenario.Protocol("sticky", "t") };
        scenario.Join(Static("one", "", both));
        scenario.CompleteSync(scenario.Describe().Members[0].MemberId);
        var answer = scenario.Join(Static("one", "", both[1]));
        Assert.Equal((2, "sticky"), (answer.GenerationId, answer.ProtocolName));
    }

    [Fact]
    public void A_restart_with_more_than_the_log_takes_starts_a_rebalance()
    {
        var scenario = new GroupScenario(new() { InitialRebalanceDelayMs = 0, RecordBytesMax = 1_000 });
        scenario.Join(Static("one"));
        scenario.CompleteSync(scenario.Describe().Members[0].MemberId);
        var written = scenario.Log.Count;
        Assert.Equal(2, scenario.Join(Static("one", "", GroupScenario.Protocol("range", new string('t', 1_000)))).GenerationId);
        Assert.Equal(written, scenario.Log.Count);
    }

    [Fact]
    public void A_restart_while_the_assignment_is_awaited_starts_a_rebalance()
    {
        var scenario = new GroupScenario();
        scenario.Join(Static("one"));
        Assert.Equal(2, scenario.Join(Static("one")).GenerationId);
    }

    [Fact]
    public void A_static_member_that_does_not_join_again_stays_until_its_session_ends()
    {
        var scenario = new GroupScenario();
        var request = Static("one");
        request.SessionTimeoutMs = 100_000;
        var id = scenario.Join(request).MemberId;
        scenario.CompleteSync(id);
        var newcomer = scenario.SendJoin(scenario.NewMemberId());
        scenario.Wait(60_000);
        var answer = scenario.Answer<JoinGroupResponse>(newcomer);
        Assert.Equal(2, answer.Members.Length);
        Assert.Equal(answer.MemberId, answer.Leader);
    }

    [Fact]
    public void An_administrator_removes_a_static_member_by_its_instance()
    {
        var scenario = new GroupScenario();
        FormStaticGroup(scenario);
        var answer = scenario.Leave(("", "two"), ("", "three"));
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId], answer.Members.Select(member => member.ErrorCode));
        Assert.Single(scenario.Describe().Members);
    }
}
