using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups.Consumer;

public sealed class HeartbeatTests
{
    private readonly GroupScenario _scenario = new();

    public HeartbeatTests()
    {
        _scenario.Cluster.Set("t", 4);
        _scenario.Cluster.Set("u", 4);
    }

    private ConsumerGroupDescribeResponse.DescribedGroup Group => _scenario.Coordinator.DescribeConsumerGroup(GroupScenario.GroupId);

    private ConsumerTestMember Member(string id, string? instanceId = null, string? assignor = null, string[]? topics = null) =>
        new(_scenario, id, topics ?? ["t"], instanceId) { Assignor = assignor };

    private void Settle(params ConsumerTestMember[] members)
    {
        for (var round = 0; round < 6; round++)
        {
            _scenario.Wait(2_000);
            foreach (var member in members) Assert.Equal(ErrorCode.None, member.Beat());
        }

        Assert.Equal("Stable", Group.GroupState);
    }

    [Fact]
    public void The_first_member_gets_everything_at_once()
    {
        var first = Member("a");
        var response = first.Send(first.Request());
        Assert.Equal((ErrorCode.None, 1, 5_000), (response.ErrorCode, response.MemberEpoch, response.HeartbeatIntervalMs));
        Assert.Equal([0, 1, 2, 3], response.Assignment!.Value.TopicPartitions.Single().Partitions);
    }

    [Fact]
    public void A_partition_is_given_only_when_its_former_reader_has_let_go()
    {
        var (first, second) = (Member("a"), Member("b"));
        first.Beat();
        _scenario.Wait(2_000);
        second.Beat();
        Assert.Equal(0, second.PartitionCount);
        first.Step();
        Assert.Equal((1, 2), (first.Epoch, first.Assigned.Count));
        first.Step();
        Assert.Equal(1, first.Epoch);
        second.Beat();
        Assert.Equal(0, second.PartitionCount);
        first.Reconcile();
        first.Beat();
        Assert.Equal((2, 2), (first.Epoch, first.PartitionCount));
        second.Beat();
        Assert.Equal((2, 2), (second.Epoch, second.PartitionCount));
    }

    [Fact]
    public void An_unchanged_assignment_is_not_told_again_except_to_a_full_request()
    {
        var member = Member("a");
        member.Beat();
        Assert.Null(member.Send(member.Request()).Assignment);
        Assert.NotNull(member.Send(member.Request(isFull: true)).Assignment);
    }

    [Fact]
    public void A_member_whose_answer_was_lost_is_let_in_with_its_former_epoch()
    {
        var (first, second) = (Member("a"), Member("b"));
        first.Beat();
        _scenario.Wait(2_000);
        second.Beat();
        first.Step();
        first.Reconcile();
        first.StepUnanswered();
        Assert.Equal(1, first.Epoch);
        Assert.Equal(ErrorCode.None, first.Beat(isFull: true));
        Assert.Equal(2, first.Epoch);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_member_in_an_epoch_that_is_not_its_own_is_fenced(int epoch)
    {
        var member = Member("a");
        member.Beat();
        _scenario.Cluster.Set("t", 5);
        for (var i = 0; i < 3; i++)
        {
            _scenario.Wait(2_000);
            member.Beat();
            _scenario.Cluster.Set("t", 6 + i);
        }

        var request = member.Request();
        request.MemberEpoch = epoch;
        Assert.Equal(ErrorCode.FencedMemberEpoch, member.Send(request).ErrorCode);
    }

    [Fact]
    public void Who_is_not_a_member_is_told_so()
    {
        var stranger = Member("x");
        var request = stranger.Request();
        request.MemberEpoch = 3;
        Assert.Equal(ErrorCode.GroupIdNotFound, stranger.Send(request).ErrorCode);
        Member("a").Beat();
        Assert.Equal(ErrorCode.UnknownMemberId, stranger.Send(request).ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, stranger.Leave());
    }

    [Fact]
    public void A_silent_member_loses_its_place()
    {
        var (first, second) = (Member("a"), Member("b"));
        first.Beat();
        second.Beat();
        Settle(first, second);
        for (var i = 0; i < 12; i++)
        {
            _scenario.Wait(5_000);
            first.Beat();
        }

        Assert.Equal("a", Group.Members.Single().MemberId);
        Assert.Equal(4, first.PartitionCount);
        Assert.Equal(ErrorCode.UnknownMemberId, second.Beat());
    }

    [Fact]
    public void A_member_that_does_not_let_go_in_time_is_fenced()
    {
        var (first, second) = (Member("a"), Member("b"));
        first.Beat();
        _scenario.Wait(2_000);
        second.Beat();
        for (var i = 0; i < 13; i++)
        {
            first.Step();
            second.Beat();
            _scenario.Wait(5_000);
        }

        second.Beat();
        Assert.Equal("b", Group.Members.Single().MemberId);
    }

    [Fact]
    public void A_static_member_comes_back_to_its_partitions()
    {
        var (first, second) = (Member("a", "i"), Member("b"));
        first.Beat();
        second.Beat();
        Settle(first, second);
        var (epoch, owned) = (Group.GroupEpoch, first.Owned);
        var early = Member("c", "i");
        Assert.Equal(ErrorCode.UnreleasedInstanceId, early.Beat());
        Assert.Equal(ErrorCode.None, first.Leave(-2));
        Assert.Equal(ErrorCode.None, early.Beat());
        Assert.Equal(owned, early.Owned);
        Assert.Equal(epoch, Group.GroupEpoch);
        Assert.Equal(ErrorCode.FencedInstanceId, first.Beat());
    }

    [Fact]
    public void An_absent_static_member_keeps_its_place_until_its_session_ends()
    {
        var (first, second) = (Member("a", "i"), Member("b"));
        first.Beat();
        second.Beat();
        Settle(first, second);
        first.Leave(-2);
        _scenario.Wait(5_000);
        second.Beat();
        Assert.Equal(2, second.PartitionCount);
        for (var i = 0; i < 12; i++)
        {
            _scenario.Wait(5_000);
            second.Beat();
        }

        Assert.Equal(4, second.PartitionCount);
    }

    [Fact]
    public void A_growing_topic_is_seen_at_the_next_heartbeat()
    {
        var member = Member("a");
        member.Beat();
        _scenario.Wait(2_000);
        _scenario.Cluster.Set("t", 6);
        member.Beat();
        Assert.Equal(6, member.PartitionCount);
    }

    [Fact]
    public void A_member_that_subscribes_to_more_gets_more()
    {
        var member = Member("a");
        member.Beat();
        _scenario.Wait(2_000);
        member.Topics = ["t", "u"];
        member.Beat(isFull: true);
        Assert.Equal(8, member.PartitionCount);
    }

    [Fact]
    public void Members_that_come_together_are_assigned_together()
    {
        var (first, second, third) = (Member("a"), Member("b"), Member("c"));
        first.Beat();
        second.Beat();
        third.Beat();
        Assert.Equal((3, 1, "Assigning"), (Group.GroupEpoch, Group.AssignmentEpoch, Group.GroupState));
        Settle(first, second, third);
        Assert.Equal(3, Group.AssignmentEpoch);
    }

    [Fact]
    public void A_member_that_is_alone_is_assigned_at_once()
    {
        var (first, second) = (Member("a"), Member("b"));
        first.Beat();
        first.Leave();
        Assert.Equal(ErrorCode.None, second.Beat());
        Assert.Equal(4, second.PartitionCount);
        second.Topics = ["u"];
        second.Beat(isFull: true);
        second.Beat();
        Assert.All(second.Owned, owned => Assert.Equal(_scenario.Cluster.IdOf("u"), owned.Topic));
        Assert.Equal(4, second.PartitionCount);
    }

    [Fact]
    public void Range_gives_equal_partitions_of_topics_to_one_member()
    {
        var (first, second) = (Member("a", assignor: "range", topics: ["t", "u"]), Member("b", assignor: "range", topics: ["t", "u"]));
        first.Beat();
        second.Beat();
        Settle(first, second);
        Assert.Equal("range", Group.AssignorName);
        foreach (var member in new[] { first, second })
        {
            var byTopic = member.Owned.GroupBy(owned => owned.Topic).Select(topic => topic.Select(owned => owned.Partition)).ToList();
            Assert.Equal(byTopic[0], byTopic[1]);
        }
    }

    [Fact]
    public void A_full_group_takes_nobody_else()
    {
        var scenario = new GroupScenario(new GroupCoordinatorOptions { Consumer = new ConsumerGroupOptions { GroupSizeMax = 1 } });
        scenario.Cluster.Set("t", 1);
        var (first, second) = (new ConsumerTestMember(scenario, "a", ["t"]), new ConsumerTestMember(scenario, "b", ["t"]));
        Assert.Equal(ErrorCode.None, first.Beat());
        Assert.Equal(ErrorCode.GroupMaxSizeReached, second.Beat());
        Assert.Equal(ErrorCode.None, first.Beat());
    }

    [Fact]
    public void A_malformed_heartbeat_is_refused()
    {
        var member = Member("a");
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.GroupId = ""));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.MemberId = ""));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.RebalanceTimeoutMs = -1));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.TopicPartitions = null));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.SubscribedTopicNames = null));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.MemberEpoch = -2));
        Assert.Equal(ErrorCode.InvalidRequest, Send((ref ConsumerGroupHeartbeatRequest request) => request.MemberEpoch = -3));
        Assert.Equal(ErrorCode.UnsupportedAssignor, Send((ref ConsumerGroupHeartbeatRequest request) => request.ServerAssignor = "mine"));
        Assert.Empty(_scenario.Log);

        ErrorCode Send(Change change)
        {
            var request = member.Request();
            change(ref request);
            return member.Send(request).ErrorCode;
        }
    }

    private delegate void Change(ref ConsumerGroupHeartbeatRequest request);

    [Fact]
    public void A_groups_own_configuration_holds_for_it()
    {
        _scenario.Cluster.Configs[(GroupScenario.GroupId, "consumer.heartbeat.interval.ms")] = "7000";
        var member = Member("a");
        Assert.Equal(7_000, member.Send(member.Request()).HeartbeatIntervalMs);
    }
}
