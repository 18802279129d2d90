using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class OffsetTests
{
    private static readonly Uuid TopicId = new(1, 2);

    [Fact]
    public void A_simple_consumer_commits_without_joining()
    {
        var scenario = new GroupScenario();
        Assert.Equal(ErrorCode.None, scenario.Commit(42));
        Assert.Equal(42, scenario.Fetch());
        Assert.Equal(("Empty", ""), (scenario.State, scenario.Describe().ProtocolType));
    }

    [Fact]
    public void An_offset_never_committed_is_minus_one()
    {
        var scenario = new GroupScenario();
        scenario.Commit(42);
        Assert.Equal(-1, scenario.Fetch(partition: 1));
        Assert.Equal(-1, scenario.Fetch(topic: "u"));
        Assert.Equal(-1, scenario.Fetch(groupId: "other"));
    }

    [Theory]
    [InlineData(8, ErrorCode.IllegalGeneration)]
    [InlineData(9, ErrorCode.GroupIdNotFound)]
    public void A_member_of_no_group_cannot_commit(short version, ErrorCode expected)
    {
        var scenario = new GroupScenario();
        Assert.Equal(expected, scenario.Commit(1, "nobody", 3, version: version));
        Assert.Equal(0, scenario.Coordinator.GroupCount);
        Assert.Empty(scenario.Log);
    }

    [Fact]
    public void Members_alone_commit_to_a_group_that_has_some()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        Assert.Equal(ErrorCode.None, scenario.Commit(1, ids[0], 1));
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Commit(2));
        Assert.Equal(ErrorCode.UnknownMemberId, scenario.Commit(3, "nobody", 1));
        Assert.Equal(ErrorCode.IllegalGeneration, scenario.Commit(4, ids[0], 2));
        Assert.Equal(ErrorCode.IllegalGeneration, scenario.Commit(5, ids[0], -1));
        Assert.Equal(1, scenario.Fetch());
    }

    [Fact]
    public void A_commit_is_refused_while_the_assignment_is_awaited_and_taken_while_members_join()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(2);
        scenario.SendJoin(ids[0]);
        Assert.Equal(ErrorCode.None, scenario.Commit(1, ids[1], scenario.Generation));
        scenario.SendJoin(ids[1]);
        Assert.Equal(ErrorCode.RebalanceInProgress, scenario.Commit(2, ids[1], scenario.Generation));
        Assert.Equal(1, scenario.Fetch());
    }

    [Fact]
    public void A_commit_keeps_the_session_alive()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Wait(9_000);
        scenario.Commit(1, ids[0], 1);
        scenario.Wait(9_000);
        Assert.Equal(ErrorCode.None, scenario.Heartbeat(ids[0], 1));
    }

    [Fact]
    public void Metadata_is_kept_up_to_its_bound()
    {
        var scenario = new GroupScenario();
        Assert.Equal(ErrorCode.OffsetMetadataTooLarge, scenario.Commit(1, metadata: new string('x', 4_097)));
        Assert.Equal(0, scenario.Coordinator.GroupCount);
        Assert.Equal(ErrorCode.None, scenario.Commit(1, metadata: new string('x', 4_096)));
        var all = FetchAll(scenario);
        Assert.Equal(4_096, all.Topics[0].Partitions[0].Metadata!.Length);
    }

    [Fact]
    public void All_topics_are_fetched_in_order_when_none_is_named()
    {
        var scenario = new GroupScenario();
        scenario.Commit(1, topic: "u", partition: 1);
        scenario.Commit(2, topic: "u", partition: 0);
        scenario.Commit(3, topic: "t");
        var all = FetchAll(scenario);
        Assert.Equal(["t", "u"], all.Topics.Select(topic => topic.Name));
        Assert.Equal([2L, 1L], all.Topics[1].Partitions.Select(partition => partition.CommittedOffset));
    }

    [Fact]
    public void Offsets_of_subscribed_topics_cannot_be_deleted()
    {
        var scenario = new GroupScenario();
        var ids = scenario.FormGroup(1);
        scenario.Commit(1, ids[0], 1, topic: "t");
        scenario.Commit(2, ids[0], 1, topic: "u");
        Assert.Equal(ErrorCode.GroupSubscribedToTopic, Delete(scenario, "t").Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(ErrorCode.None, Delete(scenario, "u").Topics[0].Partitions[0].ErrorCode);
        Assert.Equal((1L, -1L), (scenario.Fetch("t"), scenario.Fetch("u")));
        scenario.Leave((ids[0], null));
        Assert.Equal(ErrorCode.None, Delete(scenario, "t").Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(-1, scenario.Fetch("t"));
    }

    [Fact]
    public void Offsets_of_absent_groups_cannot_be_deleted() =>
        Assert.Equal(ErrorCode.GroupIdNotFound, Delete(new GroupScenario(), "t").ErrorCode);

    [Fact]
    public void Offsets_of_other_protocols_are_deleted_only_without_members()
    {
        var scenario = new GroupScenario();
        var request = GroupScenario.JoinRequest(scenario.NewMemberId());
        request.ProtocolType = "connect";
        scenario.Join(request);
        Assert.Equal(ErrorCode.NonEmptyGroup, Delete(scenario, "t").ErrorCode);
    }

    [Fact]
    public void Offsets_of_deleted_topics_are_forgotten()
    {
        var scenario = new GroupScenario();
        scenario.Commit(1, topic: "t");
        scenario.Commit(2, topic: "u");
        scenario.Decide(decision => scenario.Coordinator.OnTopicsDeleted(new SortedSet<string> { "t" }, decision));
        Assert.Equal((-1L, 2L), (scenario.Fetch("t"), scenario.Fetch("u")));
    }

    [Fact]
    public void Topic_ids_and_names_complete_each_other()
    {
        var ids = new OneTopic();
        var byName = new OffsetCommitRequest.OffsetCommitRequestTopic { Name = "t" };
        Assert.Equal((ErrorCode.None, TopicId), (OffsetTopicIds.Complete(ref byName, 9, ids), byName.TopicId));
        var byId = new OffsetCommitRequest.OffsetCommitRequestTopic { TopicId = TopicId };
        Assert.Equal((ErrorCode.None, "t"), (OffsetTopicIds.Complete(ref byId, 10, ids), byId.Name));
        var absent = new OffsetCommitRequest.OffsetCommitRequestTopic { Name = "u", TopicId = new Uuid(3, 4) };
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, OffsetTopicIds.Complete(ref absent, 9, ids));
        Assert.Equal(ErrorCode.UnknownTopicId, OffsetTopicIds.Complete(ref absent, 10, ids));
        var fetched = new OffsetFetchRequest.OffsetFetchRequestTopics { Name = "gone" };
        Assert.Equal(ErrorCode.None, OffsetTopicIds.Complete(ref fetched, 9, ids));
    }

    [Fact]
    public void A_fetch_of_all_topics_by_id_leaves_out_topics_that_are_gone()
    {
        var scenario = new GroupScenario();
        scenario.Commit(1, topic: "t");
        scenario.Commit(2, topic: "gone");
        var all = FetchAll(scenario);
        OffsetTopicIds.Complete(ref all, 10, new OneTopic());
        Assert.Equal(TopicId, Assert.Single(all.Topics).TopicId);
    }

    [Fact]
    public void Old_and_new_fetches_have_one_shape_inside()
    {
        var old = new OffsetFetchRequest
        {
            GroupId = "g", Topics = [new OffsetFetchRequest.OffsetFetchRequestTopic { Name = "t", PartitionIndexes = [0, 1] }],
        };
        var group = Assert.Single(OffsetFetchVersions.Groups(old, 7));
        Assert.Equal(("g", "t"), (group.GroupId, group.Topics![0].Name));
        Assert.Null(OffsetFetchVersions.Groups(new OffsetFetchRequest { Topics = null }, 2)[0].Topics);
        var scenario = new GroupScenario();
        scenario.Commit(5);
        var response = OffsetFetchVersions.Response([scenario.Coordinator.OffsetFetch(group)], 7);
        Assert.Equal([5L, -1L], response.Topics[0].Partitions.Select(partition => partition.CommittedOffset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_failed_fetch_says_so_where_its_version_can(short version)
    {
        var group = new OffsetFetchRequest.OffsetFetchRequestGroup
        {
            GroupId = "g", Topics = [new OffsetFetchRequest.OffsetFetchRequestTopics { Name = "t", PartitionIndexes = [0] }],
        };
        var response = OffsetFetchVersions.Response(
            [OffsetFetchVersions.Failure(group, ErrorCode.NotCoordinator, version)], version);
        var said = version switch
        {
            1 => response.Topics[0].Partitions[0].ErrorCode,
            2 => response.ErrorCode,
            _ => response.Groups[0].ErrorCode,
        };
        Assert.Equal(ErrorCode.NotCoordinator, said);
    }

    private static OffsetFetchResponse.OffsetFetchResponseGroup FetchAll(GroupScenario scenario) =>
        scenario.Coordinator.OffsetFetch(new OffsetFetchRequest.OffsetFetchRequestGroup { GroupId = GroupScenario.GroupId, Topics = null });

    private static OffsetDeleteResponse Delete(GroupScenario scenario, string topic) => scenario.Decide(decision =>
        scenario.Coordinator.OffsetDelete(
            new OffsetDeleteRequest
            {
                GroupId = GroupScenario.GroupId,
                Topics =
                [
                    new OffsetDeleteRequest.OffsetDeleteRequestTopic
                    {
                        Name = topic,
                        Partitions = [new OffsetDeleteRequest.OffsetDeleteRequestPartition { PartitionIndex = 0 }],
                    },
                ],
            },
            decision));

    private sealed class OneTopic : ITopicIds
    {
        public string? NameOf(Uuid topicId) => topicId == TopicId ? "t" : null;
        public Uuid IdOf(string topicName) => topicName == "t" ? TopicId : Uuid.Zero;
    }
}
