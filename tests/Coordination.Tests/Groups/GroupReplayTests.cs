using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class GroupReplayTests
{
    [Fact]
    public void A_stable_group_goes_on_after_a_failover()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        var generation = scenario.Generation;
        scenario.Commit(5, ids[0], generation);
        scenario.FailOver();
        Assert.Equal("Stable", scenario.State);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[1], generation));
        Assert.Equal(GroupScenario.AssignmentOf(ids[1]), scenario.Sync(ids[1], generation).Assignment);
        Assert.Equal(ErrorCode.GroupSubscribedToTopic, scenario.Decide(decision => scenario.Coordinator.OffsetDelete(
            new OffsetDeleteRequest
            {
                GroupId = "g",
                Topics =
                [
                    new OffsetDeleteRequest.OffsetDeleteRequestTopic
                    {
                        Name = "t", Partitions = [new OffsetDeleteRequest.OffsetDeleteRequestPartition()],
                    },
                ],
            },
            decision)).Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public void Members_have_their_full_session_after_a_failover()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Wait(9_999);
        scenario.FailOver();
        scenario.Wait(9_999);
        Assert.Equal("Stable", scenario.State);
        scenario.Wait(1);
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Heartbeat(ids[0], 1));
    }

    [Fact]
    public void A_rebalance_under_way_is_lost_and_the_last_generation_returns()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.SendJoin(scenario.NewMemberId());
        scenario.FailOver();
        Assert.Equal(ids[0], Assert.Single(scenario.Describe().Members).MemberId);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[0], 1));
    }

    [Fact]
    public void A_group_larger_than_allowed_rebalances_when_it_is_loaded()
    {
        var scenario = new GroupScenario();
        scenario.FormGroup(2);
        var small = new GroupCoordinator(scenario.Options with { GroupSizeMax = 1 }, () => Guid.Empty, scenario.Cluster);
        foreach (var record in scenario.Log) small.Apply(record);
        var decision = new Decision();
        decision.Begin(0, 0);
        small.OnLoaded(decision);
        Assert.Equal("PreparingRebalance", small.DescribeGroup("g", 6).GroupState);
    }

    [Fact]
    public void Generations_count_on_after_a_failover()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Leave((ids[0], null));
        scenario.FailOver();
        Assert.Equal("Empty", scenario.State);
        Assert.Equal(3, scenario.Join(GroupScenario.JoinRequest(scenario.NewMemberId())).GenerationId);
    }

    [Fact]
    public void A_group_that_empties_with_its_last_pending_member_keeps_its_generation()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        var pending = scenario.NewMemberId();
        var joining = scenario.NewMemberId();
        scenario.SendJoin(joining);
        scenario.Leave((ids[0], null), (joining, null));
        Assert.Equal("PreparingRebalance", scenario.State);
        scenario.Leave((pending, null));
        Assert.Equal("Empty", scenario.State);
        Assert.Equal(3, scenario.Join(GroupScenario.JoinRequest(scenario.NewMemberId())).GenerationId);
    }

    [Fact]
    public void Records_of_other_coordinators_are_left_alone()
    {
        var scenario = new GroupScenario();
        scenario.Commit(1);
        // Streams groups, and what nobody has defined yet.
        short[] types = [9, 17, 18, 19, 20, 21, 22, 23, 24];
        foreach (var type in types) scenario.Coordinator.Apply(new([0, (byte)type, 1, 2, 3], [0, 0]));
        Assert.Equal((1, 0), (scenario.Coordinator.GroupCount, scenario.Coordinator.SkippedRecordCount));
    }

    [Fact]
    public void Malformed_records_are_passed_over()
    {
        var coordinator = new GroupScenario().Coordinator;
        coordinator.Apply(new([], []));
        coordinator.Apply(new([0, 1, 9], [0, 0]));
        coordinator.Apply(new([0, 2, 0, 1, 65], null));
        coordinator.Apply(new([0, 1, 0, 1, 65, 0, 1, 66, 0, 0, 0, 0], [0, 99]));
        Assert.Equal((0, 2), (coordinator.GroupCount, coordinator.SkippedRecordCount));
    }

    [Fact]
    public void An_offset_is_written_as_Kafka_writes_it()
    {
        var scenario = new GroupScenario();
        scenario.Commit(258, topic: "t", partition: 3, metadata: "m");
        var record = Assert.Single(scenario.Log);
        // Type 1, group, topic, partition.
        Assert.Equal([0, 1, 0, 1, (byte)'g', 0, 1, (byte)'t', 0, 0, 0, 3], record.Key);
        // Version 3, offset, leader epoch, metadata, commit time.
        byte[] time = [0, 0, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x00];
        Assert.Equal([0, 3, 0, 0, 0, 0, 0, 0, 1, 2, 255, 255, 255, 255, 0, 1, (byte)'m', .. time], record.Value);
    }

    [Fact]
    public void An_expiring_offset_is_written_in_the_version_that_can_say_so()
    {
        var scenario = new GroupScenario();
        scenario.Commit(1, version: 4, retentionMs: 5);
        Assert.Equal([0, 1], scenario.Log[0].Value![..2]);
    }

    [Fact]
    public void A_group_is_written_as_Kafka_writes_it()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Leave((ids[0], null));
        var record = scenario.Log[^1];
        Assert.Equal([0, 2, 0, 1, (byte)'g'], record.Key);
        byte[] time = [0, 0, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x00];
        // Version 3, protocol type, generation, no protocol, no leader, time of becoming empty, no members.
        Assert.Equal([0, 3, 0, 8, .. "consumer"u8, 0, 0, 0, 2, 255, 255, 255, 255, .. time, 0, 0, 0, 0], record.Value);
    }
}
