using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Consumer groups (KIP-848).</summary>
internal static class ConsumerGroupCases
{
    public static void Heartbeat(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.ConsumerGroupHeartbeat, version);
        var topicId = Plausible.CreateTopic(wire, name, partitionCount: 2);
        var request = Joining(name, version);
        var joined = Ask(wire, request, version);
        Assert.Equal((ErrorCode.None, 1), (joined.ErrorCode, joined.MemberEpoch));
        var assigned = joined.Assignment!.Value.TopicPartitions.Single();
        Assert.Equal(topicId, assigned.TopicId);
        Assert.Equal([0, 1], assigned.Partitions);

        var beat = new ConsumerGroupHeartbeatRequest { GroupId = name, MemberId = joined.MemberId!, MemberEpoch = 1 };
        Assert.Equal((ErrorCode.None, 1), (Ask(wire, beat, version).ErrorCode, Ask(wire, beat, version).MemberEpoch));
        beat.MemberEpoch = 9;
        Assert.Equal(ErrorCode.FencedMemberEpoch, Ask(wire, beat, version).ErrorCode);
        beat.MemberEpoch = -1;
        Assert.Equal(ErrorCode.None, Ask(wire, beat, version).ErrorCode);
        beat.MemberEpoch = 1;
        Assert.Equal(ErrorCode.UnknownMemberId, Ask(wire, beat, version).ErrorCode);
    }

    public static void Describe(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.ConsumerGroupDescribe, version);
        var topicId = Plausible.CreateTopic(wire, name);
        var joined = Ask(wire, Joining(name, 1), 1);
        var response = wire.Ask<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(ApiKey.ConsumerGroupDescribe, version, new()
        {
            GroupIds = [name, "nobody"], IncludeAuthorizedOperations = true,
        });
        var group = response.Groups[0];
        Assert.Equal((ErrorCode.None, "Stable", 1, 1, "uniform"), (group.ErrorCode, group.GroupState, group.GroupEpoch, group.AssignmentEpoch, group.AssignorName));
        Assert.Equal([true, false], response.Groups.Select(described => described.AuthorizedOperations != int.MinValue));
        var member = group.Members.Single();
        Assert.Equal((joined.MemberId, 1), (member.MemberId, member.MemberEpoch));
        Assert.Equal([name], member.SubscribedTopicNames);
        var assigned = member.Assignment.TopicPartitions.Single();
        Assert.Equal((topicId, name), (assigned.TopicId, assigned.TopicName));
        Assert.Equal(version >= 1 ? (sbyte)1 : (sbyte)-1, member.MemberType);
        Assert.Equal(ErrorCode.GroupIdNotFound, response.Groups[1].ErrorCode);
    }

    private static ConsumerGroupHeartbeatRequest Joining(string name, short version) => new()
    {
        GroupId = name,
        MemberId = version >= 1 ? "AAAAAAAAAAAAAAAAAAAAAw" : "",
        RebalanceTimeoutMs = 60_000,
        SubscribedTopicNames = [name],
        TopicPartitions = [],
    };

    private static ConsumerGroupHeartbeatResponse Ask(WireConnection wire, ConsumerGroupHeartbeatRequest request, short version) =>
        wire.Ask<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(ApiKey.ConsumerGroupHeartbeat, version, request);
}
