using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Share groups: members, their fetches, and the states that are kept of them.</summary>
internal static class ShareCases
{
    public static void Heartbeat(WireConnection wire, short version)
    {
        var member = ShareMember.Join(wire, Plausible.Name(ApiKey.ShareGroupHeartbeat, version));
        Assert.Equal((ErrorCode.None, member.Epoch), member.Heartbeat(member.Epoch) is var same ? (same.ErrorCode, same.MemberEpoch) : default);
        Assert.Equal(ErrorCode.FencedMemberEpoch, member.Heartbeat(member.Epoch + 1).ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, member.Heartbeat(-2).ErrorCode);
        member.Leave();
        Assert.Equal(ErrorCode.UnknownMemberId, member.Heartbeat(member.Epoch).ErrorCode);
    }

    public static void Describe(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.ShareGroupDescribe, version);
        var member = ShareMember.Join(wire, name);
        var response = wire.Ask<ShareGroupDescribeRequest, ShareGroupDescribeResponse>(
            ApiKey.ShareGroupDescribe, version, new() { GroupIds = [name, "nobody-shares"], IncludeAuthorizedOperations = true });
        var described = response.Groups[0];
        Assert.Equal((ErrorCode.None, "Stable", "simple"), (described.ErrorCode, described.GroupState, described.AssignorName));
        Assert.Equal((member.Id, member.Epoch), (described.Members.Single().MemberId, described.Members.Single().MemberEpoch));
        Assert.Equal(name, described.Members.Single().Assignment.TopicPartitions.Single().TopicName);
        Assert.Equal(ErrorCode.GroupIdNotFound, response.Groups[1].ErrorCode);
        Assert.Equal([true, false], response.Groups.Select(group => group.AuthorizedOperations != int.MinValue));
    }

    public static void Fetch(WireConnection wire, short version)
    {
        var member = ShareMember.Join(wire, Plausible.Name(ApiKey.ShareFetch, version));
        foreach (var tooFew in (int[])[0, -1])
        {
            var nothing = member.Fetch(version, maxRecords: tooFew);
            Assert.Equal(ErrorCode.None, nothing.ErrorCode);
            Assert.Empty(nothing.Responses.SelectMany(topic => topic.Partitions).SelectMany(partition => partition.AcquiredRecords));
        }

        var first = member.Fetch(version);
        var records = first.Responses.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, 600_000), (first.ErrorCode, first.AcquisitionLockTimeoutMs));
        Assert.Equal((0L, 2L, (short)1), (records.AcquiredRecords.Single().FirstOffset, records.AcquiredRecords.Single().LastOffset, records.AcquiredRecords.Single().DeliveryCount));
        Assert.NotEmpty(records.Records!);
        var second = member.Fetch(version, acknowledgements: new ShareFetchRequest.AcknowledgementBatch { FirstOffset = 0, LastOffset = 2, AcknowledgeTypes = [1, 2, 3] });
        var again = second.Responses.Single().Partitions.Single();
        Assert.Equal(ErrorCode.None, again.AcknowledgeErrorCode);
        // What is released is acquired anew by the same fetch if it is persisted before the fetch reads.
        if (again.AcquiredRecords.Length == 0) again = member.Fetch(version, maxWaitMs: 30_000).Responses.Single().Partitions.Single();
        var released = again.AcquiredRecords.Single();
        Assert.Equal((1L, 1L, (short)2), (released.FirstOffset, released.LastOffset, released.DeliveryCount));
        member.NextSessionEpoch();
        Assert.Equal(ErrorCode.InvalidShareSessionEpoch, member.Fetch(version).ErrorCode);
    }

    public static void Acknowledge(WireConnection wire, short version)
    {
        var member = ShareMember.Join(wire, Plausible.Name(ApiKey.ShareAcknowledge, version));
        Assert.Equal(ErrorCode.ShareSessionNotFound, member.Acknowledge(version, 1).ErrorCode);
        Assert.Equal(ErrorCode.InvalidShareSessionEpoch, member.Acknowledge(version, 0).ErrorCode);
        member.Fetch();
        Assert.Equal(ErrorCode.None, Take(member, version, [1], 0, 0));
        Assert.Equal(ErrorCode.InvalidRequest, Take(member, version, [1, 1], 1, 1));
        Assert.Equal(ErrorCode.InvalidRequest, Take(member, version, [4], 1, 1));
        Assert.Equal(ErrorCode.InvalidRequest, Take(member, version, [1], 1, 9));
        Assert.Equal(ErrorCode.None, Take(member, version, [1, 0], 1, 2));
        Assert.Equal(ErrorCode.None, member.Acknowledge(version, -1).ErrorCode);
        Assert.Equal(ErrorCode.ShareSessionNotFound, member.Acknowledge(version, -1).ErrorCode);
    }

    public static void States(WireConnection wire, short version)
    {
        var topicId = Plausible.CreateTopic(wire, Plausible.Name(ApiKey.WriteShareGroupState, version));
        var name = $"states-{version}";
        Assert.Equal(ErrorCode.InvalidRequest, Write(wire, version, name, topicId));
        Initialize(wire, name, topicId);
        Assert.Equal(ErrorCode.None, Write(wire, version, name, topicId));
        var read = wire.Ask<ReadShareGroupStateRequest, ReadShareGroupStateResponse>(ApiKey.ReadShareGroupState, 0, new()
        {
            GroupId = name, Topics = [new() { TopicId = topicId, Partitions = [new() { Partition = 0, LeaderEpoch = 1 }] }],
        }).Results.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, 4, 10), (read.ErrorCode, read.StateEpoch, read.StartOffset));
        Assert.Equal((12L, 14L, (sbyte)2, (short)3), (read.StateBatches.Single().FirstOffset, read.StateBatches.Single().LastOffset,
            read.StateBatches.Single().DeliveryState, read.StateBatches.Single().DeliveryCount));
        Assert.Equal(ErrorCode.FencedLeaderEpoch, Write(wire, version, name, topicId));
    }

    public static void InitializeStates(WireConnection wire, short version)
    {
        var topicId = Plausible.CreateTopic(wire, Plausible.Name(ApiKey.InitializeShareGroupState, version));
        Initialize(wire, "begun", topicId);
        Assert.Equal(ErrorCode.None, Write(wire, 1, "begun", topicId));
    }

    public static void ReadStates(WireConnection wire, short version)
    {
        var read = wire.Ask<ReadShareGroupStateRequest, ReadShareGroupStateResponse>(ApiKey.ReadShareGroupState, version, new()
        {
            GroupId = "unread", Topics = [new() { TopicId = new Uuid(7, 7), Partitions = [new() { Partition = 0, LeaderEpoch = 1 }] }],
        }).Results.Single().Partitions.Single();
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, read.ErrorCode);
    }

    public static void Summary(WireConnection wire, short version)
    {
        var topicId = Plausible.CreateTopic(wire, Plausible.Name(ApiKey.ReadShareGroupStateSummary, version));
        Assert.Equal(-1, Read().StartOffset);
        Initialize(wire, $"summary-{version}", topicId);
        var summary = Read();
        Assert.Equal((ErrorCode.None, 4, 10), (summary.ErrorCode, summary.StateEpoch, summary.StartOffset));

        ReadShareGroupStateSummaryResponse.PartitionResult Read() =>
            wire.Ask<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse>(ApiKey.ReadShareGroupStateSummary, version, new()
            {
                GroupId = $"summary-{version}", Topics = [new() { TopicId = topicId, Partitions = [new() { Partition = 0 }] }],
            }).Results.Single().Partitions.Single();
    }

    public static void DeleteStates(WireConnection wire, short version)
    {
        var topicId = Plausible.CreateTopic(wire, Plausible.Name(ApiKey.DeleteShareGroupState, version));
        Initialize(wire, "deleted", topicId);
        Assert.Equal(ErrorCode.None, wire.Ask<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse>(ApiKey.DeleteShareGroupState, version, new()
        {
            GroupId = "deleted", Topics = [new() { TopicId = topicId, Partitions = [new() { Partition = 0 }] }],
        }).Results.Single().Partitions.Single().ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, Write(wire, 1, "deleted", topicId));
    }

    public static void DescribeOffsets(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeShareGroupOffsets, version);
        var member = ShareMember.Join(wire, name);
        member.Fetch();
        Take(member, 2, [1], 0, 0);
        var response = DescribeOffsets(wire, version, name, null);
        var partition = response.Topics.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, name), (response.ErrorCode, response.Topics.Single().TopicName));
        if (version >= 1) Assert.Equal(2, partition.Lag);
        Assert.Equal(ErrorCode.GroupIdNotFound, DescribeOffsets(wire, version, "nobody-shares", null).ErrorCode);
    }

    public static void AlterOffsets(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.AlterShareGroupOffsets, version);
        var member = ShareMember.Join(wire, name);
        Assert.Equal(ErrorCode.NonEmptyGroup, Alter().ErrorCode);
        member.Leave();
        Assert.Equal(ErrorCode.None, Alter().Responses.Single().Partitions.Single().ErrorCode);
        Assert.Equal(2, DescribeOffsets(wire, 1, name, null).Topics.Single().Partitions.Single().StartOffset);
        Assert.Equal(ErrorCode.None, Ask(name + "-new", name).Responses.Single().Partitions.Single().ErrorCode);
        Assert.Equal(2, DescribeOffsets(wire, 1, name + "-new", null).Topics.Single().Partitions.Single().StartOffset);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, Ask(name + "-none", "not-there").Responses.Single().Partitions.Single().ErrorCode);
        Assert.Equal(ErrorCode.GroupIdNotFound, DescribeOffsets(wire, 1, name + "-none", null).ErrorCode);
        var acquired = ShareMember.Join(wire, name, name, member.TopicId).Fetch().Responses.Single().Partitions.Single().AcquiredRecords.Single();
        Assert.Equal((2, 2), (acquired.FirstOffset, acquired.LastOffset));

        AlterShareGroupOffsetsResponse Alter() => Ask(name, name);

        AlterShareGroupOffsetsResponse Ask(string group, string topic) =>
            wire.Ask<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse>(ApiKey.AlterShareGroupOffsets, version, new()
            {
                GroupId = group, Topics = [new() { TopicName = topic, Partitions = [new() { PartitionIndex = 0, StartOffset = 2 }] }],
            });
    }

    public static void DeleteOffsets(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DeleteShareGroupOffsets, version);
        var member = ShareMember.Join(wire, name);
        member.Fetch();
        Take(member, 2, [1], 0, 2);
        member.Leave();
        Assert.Equal(ErrorCode.None, Delete(name));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, Delete(name));
        Assert.Empty(DescribeOffsets(wire, 1, name, null).Topics);
        Assert.Single(ShareMember.Join(wire, name, name, member.TopicId).Fetch().Responses);

        ErrorCode Delete(string topic) =>
            wire.Ask<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse>(ApiKey.DeleteShareGroupOffsets, version, new()
            {
                GroupId = name, Topics = [new() { TopicName = topic }],
            }).Responses.Single().ErrorCode;
    }

    private static DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup DescribeOffsets(
        WireConnection wire, short version, string group, DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestTopic[]? topics) =>
        wire.Ask<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>(ApiKey.DescribeShareGroupOffsets, version, new()
        {
            Groups = [new() { GroupId = group, Topics = topics }],
        }).Groups.Single();

    private static ErrorCode Take(ShareMember member, short version, sbyte[] types, long first, long last) =>
        member.Acknowledge(version, member.NextSessionEpoch(), new ShareAcknowledgeRequest.AcknowledgementBatch
        {
            FirstOffset = first, LastOffset = last, AcknowledgeTypes = types,
        }).Responses.Single().Partitions.Single().ErrorCode;

    private static void Initialize(WireConnection wire, string group, Uuid topicId) => Assert.Equal(
        ErrorCode.None,
        wire.Ask<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse>(ApiKey.InitializeShareGroupState, 0, new()
        {
            GroupId = group, Topics = [new() { TopicId = topicId, Partitions = [new() { Partition = 0, StateEpoch = 4, StartOffset = 10 }] }],
        }).Results.Single().Partitions.Single().ErrorCode);

    private static ErrorCode Write(WireConnection wire, short version, string group, Uuid topicId) =>
        wire.Ask<WriteShareGroupStateRequest, WriteShareGroupStateResponse>(ApiKey.WriteShareGroupState, version, new()
        {
            GroupId = group,
            Topics =
            [
                new()
                {
                    TopicId = topicId,
                    Partitions =
                    [
                        new()
                        {
                            Partition = 0,
                            StateEpoch = 4,
                            StartOffset = 10,
                            StateBatches = [new() { FirstOffset = 12, LastOffset = 14, DeliveryState = 2, DeliveryCount = 3 }],
                        },
                    ],
                },
            ],
        }).Results.Single().Partitions.Single().ErrorCode;
}
