using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups.Consumer;

public sealed class ConsumerOffsetTests
{
    private readonly GroupScenario _scenario = new();
    private readonly ConsumerTestMember _member;

    public ConsumerOffsetTests()
    {
        _scenario.Cluster.Set("t", 2);
        _member = new ConsumerTestMember(_scenario, "a", ["t"]);
        _member.Beat();
    }

    private ErrorCode Fetch(string? memberId, int epoch) => _scenario.Coordinator.OffsetFetch(new OffsetFetchRequest.OffsetFetchRequestGroup
    {
        GroupId = GroupScenario.GroupId, MemberId = memberId, MemberEpoch = epoch, Topics = null,
    }).ErrorCode;

    [Fact]
    public void A_member_commits_in_its_epoch()
    {
        Assert.Equal(ErrorCode.None, _member.Commit("t", 0, 5));
        Assert.Equal(5, _scenario.Fetch());
    }

    [Fact]
    public void A_commit_of_an_older_epoch_holds_for_partitions_that_the_member_had_then()
    {
        _scenario.Wait(2_000);
        _scenario.Cluster.Set("t", 3);
        var formerEpoch = _member.Epoch;
        _member.Beat();
        var id = _scenario.Cluster.IdOf("t");
        Assert.True(_member.Epoch > formerEpoch);
        Assert.Equal(ErrorCode.None, _scenario.Commit(1, "a", formerEpoch, "t", 0, topicId: id));
        Assert.Equal(ErrorCode.StaleMemberEpoch, _scenario.Commit(1, "a", formerEpoch, "t", 2, topicId: id));
        Assert.Equal(ErrorCode.StaleMemberEpoch, _scenario.Commit(1, "a", _member.Epoch + 1, "t", 0, topicId: id));
    }

    [Fact]
    public void Others_do_not_commit_to_a_group_with_members()
    {
        Assert.Equal(ErrorCode.UnknownMemberId, _scenario.Commit(1));
        Assert.Equal(ErrorCode.UnknownMemberId, _scenario.Commit(1, "x", 1));
        Assert.Equal(ErrorCode.UnsupportedVersion, _scenario.Commit(1, "a", _member.Epoch, version: 8));
        _member.Leave();
        Assert.Equal(ErrorCode.None, _scenario.Commit(1));
    }

    [Fact]
    public void A_fetch_says_in_which_epoch_its_member_is()
    {
        Assert.Equal(ErrorCode.None, Fetch(null, -1));
        Assert.Equal(ErrorCode.None, Fetch("a", _member.Epoch));
        Assert.Equal(ErrorCode.StaleMemberEpoch, Fetch("a", _member.Epoch + 1));
        Assert.Equal(ErrorCode.UnknownMemberId, Fetch("x", 1));
    }

    [Fact]
    public void An_empty_group_is_deleted_with_its_offsets_and_not_before()
    {
        _member.Commit("t", 0, 5);
        Assert.Equal(ErrorCode.NonEmptyGroup, Delete());
        _member.Leave();
        Assert.Equal(ErrorCode.None, Delete());
        Assert.Equal(0, _scenario.Coordinator.GroupCount);
        Assert.Equal(0, _scenario.Replay().GroupCount);

        ErrorCode Delete() => _scenario.Decide(decision => _scenario.Coordinator.DeleteGroup(GroupScenario.GroupId, decision)).ErrorCode;
    }

    [Fact]
    public void Offsets_of_topics_that_nobody_reads_expire()
    {
        _member.Commit("t", 0, 5);
        _scenario.Cluster.Set("u", 1);
        _member.Topics = ["u"];
        _member.Beat(isFull: true);
        for (var day = 0; day < 8 * 24; day++)
        {
            for (var beat = 0; beat < 120; beat++)
            {
                _scenario.Wait(30_000);
                _member.Beat();
            }
        }

        Assert.Equal(-1, _scenario.Fetch());
    }

    [Fact]
    public void The_group_is_listed_as_what_it_is_and_not_described_as_classic()
    {
        var listed = _scenario.Coordinator.ListGroups([], ["Consumer"]).Single();
        Assert.Equal(("g", "consumer", "Stable", "consumer"), (listed.GroupId, listed.GroupType, listed.GroupState, listed.ProtocolType));
        Assert.Empty(_scenario.Coordinator.ListGroups([], ["classic"]));
        Assert.Equal((ErrorCode.GroupIdNotFound, "Dead"), (_scenario.Describe().ErrorCode, _scenario.Describe().GroupState));
    }

    [Fact]
    public void An_administrator_removes_members()
    {
        Assert.Equal(ErrorCode.None, _scenario.Leave(("a", null)).Members.Single().ErrorCode);
        Assert.Equal("Empty", _scenario.Coordinator.DescribeConsumerGroup("g").GroupState);
        Assert.Equal(ErrorCode.UnknownMemberId, _member.Beat());
    }
}
