using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Classic groups and their offsets.</summary>
internal static class GroupCases
{
    public static void FindCoordinator(WireConnection wire, short version)
    {
        var request = new FindCoordinatorRequest();
        if (version >= 4) request.CoordinatorKeys = ["a", "b"];
        else request.Key = "a";
        var response = wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, version, request);
        if (version >= 4)
        {
            Assert.Equal(["a", "b"], response.Coordinators.Select(coordinator => coordinator.Key));
            Assert.All(response.Coordinators, coordinator => Assert.Equal((ErrorCode.None, "127.0.0.1"), (coordinator.ErrorCode, coordinator.Host)));
        }
        else
        {
            Assert.Equal((ErrorCode.None, "127.0.0.1"), (response.ErrorCode, response.Host));
        }
    }

    public static void JoinGroup(WireConnection wire, short version)
    {
        var request = new JoinGroupRequest
        {
            GroupId = Plausible.Name(ApiKey.JoinGroup, version),
            SessionTimeoutMs = 300_000,
            RebalanceTimeoutMs = 300_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [9, 8] }, new() { Name = "roundrobin", Metadata = [] }],
            Reason = "a test",
        };
        var response = wire.Ask<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, version, request);
        if (version >= 4)
        {
            // KIP-394: a member without an id only learns the one it is to come back with.
            Assert.Equal(ErrorCode.MemberIdRequired, response.ErrorCode);
            request.MemberId = response.MemberId;
            response = wire.Ask<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, version, request);
        }

        Assert.Equal((ErrorCode.None, 1, "range"), (response.ErrorCode, response.GenerationId, response.ProtocolName));
        Assert.Equal(response.Leader, response.MemberId);
        Assert.Equal([9, 8], response.Members.Single().Metadata);
    }

    public static void SyncGroup(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.SyncGroup, version);
        var (member, generation) = Plausible.JoinAlone(wire, group);
        var again = Sync(member, generation);
        Assert.Equal(ErrorCode.None, again.ErrorCode);
        Assert.Equal([1, 2, 3], again.Assignment);
        if (version >= 5) Assert.Equal(("consumer", "range"), (again.ProtocolType, again.ProtocolName));
        Assert.Equal(ErrorCode.IllegalGeneration, Sync(member, generation + 1).ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, Sync("nobody", generation).ErrorCode);

        SyncGroupResponse Sync(string memberId, int generationId) => wire.Ask<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, version, new()
        {
            GroupId = group, MemberId = memberId, GenerationId = generationId, ProtocolType = "consumer", ProtocolName = "range",
        });
    }

    public static void Heartbeat(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.Heartbeat, version);
        var (member, generation) = Plausible.JoinAlone(wire, group);
        Assert.Equal(ErrorCode.None, Beat(member, generation));
        Assert.Equal(ErrorCode.IllegalGeneration, Beat(member, generation + 1));
        Assert.Equal(ErrorCode.UnknownMemberId, Beat("nobody", generation));

        ErrorCode Beat(string memberId, int generationId) => wire.Ask<HeartbeatRequest, HeartbeatResponse>(ApiKey.Heartbeat, version, new()
        {
            GroupId = group, MemberId = memberId, GenerationId = generationId,
        }).ErrorCode;
    }

    public static void LeaveGroup(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.LeaveGroup, version);
        var (member, _) = Plausible.JoinAlone(wire, group);
        var request = new LeaveGroupRequest { GroupId = group };
        if (version >= 3) request.Members = [new() { MemberId = member, Reason = "a test" }, new() { MemberId = "nobody" }];
        else request.MemberId = member;
        var response = wire.Ask<LeaveGroupRequest, LeaveGroupResponse>(ApiKey.LeaveGroup, version, request);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        if (version >= 3) Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId], response.Members.Select(left => left.ErrorCode));
        Assert.Equal("Empty", Describe(wire, 6, group).GroupState);
    }

    public static void DescribeGroups(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.DescribeGroups, version);
        var (member, _) = Plausible.JoinAlone(wire, group);
        var described = Describe(wire, version, group);
        Assert.Equal((ErrorCode.None, "Stable", "consumer", "range"), (described.ErrorCode, described.GroupState, described.ProtocolType, described.ProtocolData));
        Assert.Equal((member, "broker-tests", "/127.0.0.1"), described.Members.Select(m => (m.MemberId, m.ClientId, m.ClientHost)).Single());
        Assert.Equal([1, 2, 3], described.Members.Single().MemberAssignment);
        Assert.Equal(version >= 3, described.AuthorizedOperations != int.MinValue);
        var missing = Describe(wire, version, "no-such-group");
        Assert.Equal(version is >= 3 and < 6, missing.AuthorizedOperations != int.MinValue);
        Assert.Equal((version >= 6 ? ErrorCode.GroupIdNotFound : ErrorCode.None, "Dead"), (missing.ErrorCode, missing.GroupState));
    }

    public static void ListGroups(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.ListGroups, version);
        Plausible.JoinAlone(wire, group);
        var request = new ListGroupsRequest();
        if (version >= 4) request.StatesFilter = ["Stable"];
        if (version >= 5) request.TypesFilter = ["classic"];
        var response = wire.Ask<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, version, request);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        var listed = response.Groups.Single(candidate => candidate.GroupId == group);
        Assert.Equal("consumer", listed.ProtocolType);
        if (version >= 4) Assert.Equal("Stable", listed.GroupState);
        if (version >= 5) Assert.Equal("classic", listed.GroupType, ignoreCase: true);
    }

    public static void DeleteGroups(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.DeleteGroups, version);
        var topic = group;
        Plausible.CreateTopic(wire, topic);
        Plausible.Commit(wire, group, topic, offset: 1);
        var busy = group + "-busy";
        Plausible.JoinAlone(wire, busy);
        var response = wire.Ask<DeleteGroupsRequest, DeleteGroupsResponse>(ApiKey.DeleteGroups, version, new() { GroupsNames = [group, busy, "no-such-group"] });
        var results = response.Results.ToDictionary(result => result.GroupId, result => result.ErrorCode);
        Assert.Equal(
            (ErrorCode.None, ErrorCode.NonEmptyGroup, ErrorCode.GroupIdNotFound), (results[group], results[busy], results["no-such-group"]));
    }

    public static void OffsetCommit(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.OffsetCommit, version);
        var id = Plausible.CreateTopic(wire, group);
        var (member, generation) = Plausible.JoinAlone(wire, group);
        Assert.Equal(ErrorCode.None, Commit(generation, member));
        Assert.Equal(ErrorCode.IllegalGeneration, Commit(generation + 1, member));
        Assert.Equal(ErrorCode.UnknownMemberId, Commit(generation, "nobody"));

        ErrorCode Commit(int generationId, string memberId) =>
            wire.Ask<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, version, new()
            {
                GroupId = group,
                GenerationIdOrMemberEpoch = generationId,
                MemberId = memberId,
                Topics =
                [
                    new() { Name = group, TopicId = id, Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5, CommittedMetadata = "mark" }] },
                ],
            }).Topics.Single().Partitions.Single().ErrorCode;
    }

    public static void OffsetFetch(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.OffsetFetch, version);
        var id = Plausible.CreateTopic(wire, group);
        Plausible.Commit(wire, group, group, offset: 7);
        if (version >= 8)
        {
            FetchOfGroups(wire, version, group, id);
            return;
        }

        var response = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, version, new()
        {
            GroupId = group, Topics = [new() { Name = group, PartitionIndexes = [0, 1] }], RequireStable = version >= 7,
        });
        Assert.Equal([(0, 7L, "mark", ErrorCode.None), (1, -1L, "", ErrorCode.None)], Offsets(response));
        if (version < 2) return;
        var all = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, version, new() { GroupId = group, Topics = null });
        Assert.Equal([(0, 7L, "mark", ErrorCode.None)], Offsets(all));
    }

    public static void OffsetDelete(WireConnection wire, short version)
    {
        var group = Plausible.Name(ApiKey.OffsetDelete, version);
        Plausible.CreateTopic(wire, group);
        Plausible.Commit(wire, group, group, offset: 7);
        var response = wire.Ask<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, version, new()
        {
            GroupId = group, Topics = [new() { Name = group, Partitions = [new() { PartitionIndex = 0 }] }],
        });
        Assert.Equal((ErrorCode.None, ErrorCode.None), (response.ErrorCode, response.Topics.Single().Partitions.Single().ErrorCode));
        OffsetDeleteOfUnknown(wire, version, group);
    }

    private static void OffsetDeleteOfUnknown(WireConnection wire, short version, string group)
    {
        var response = wire.Ask<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, version, new()
        {
            GroupId = group,
            Topics =
            [
                new() { Name = "never-made", Partitions = [new() { PartitionIndex = 0 }] },
                new() { Name = group, Partitions = [new() { PartitionIndex = 0 }, new() { PartitionIndex = 7 }] },
            ],
        });
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        var answers = response.Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, partition.PartitionIndex, partition.ErrorCode)));
        Assert.Equal(
            [(group, 0, ErrorCode.None), (group, 7, ErrorCode.UnknownTopicOrPartition), ("never-made", 0, ErrorCode.UnknownTopicOrPartition)],
            answers.OrderBy(answer => answer.Name, StringComparer.Ordinal).ThenBy(answer => answer.PartitionIndex));
        var nobody = wire.Ask<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, version, new()
        {
            GroupId = "no-such-group", Topics = [new() { Name = "never-made", Partitions = [new() { PartitionIndex = 0 }] }],
        });
        Assert.Equal((ErrorCode.GroupIdNotFound, 0), (nobody.ErrorCode, nobody.Topics.Length));
    }

    private static void FetchOfGroups(WireConnection wire, short version, string group, Uuid id)
    {
        var response = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, version, new()
        {
            Groups =
            [
                new() { GroupId = group, Topics = [new() { Name = group, TopicId = id, PartitionIndexes = [0, 1] }] },
                new() { GroupId = group, Topics = null },
            ],
            RequireStable = true,
        });
        Assert.Equal(2, response.Groups.Length);
        Assert.All(response.Groups, answer => Assert.Equal((group, ErrorCode.None), (answer.GroupId, answer.ErrorCode)));
        Assert.Equal([(0, 7), (1, -1)], response.Groups[0].Topics.Single().Partitions.Select(p => (p.PartitionIndex, p.CommittedOffset)));
        Assert.Equal([(0, 7)], response.Groups[1].Topics.Single().Partitions.Select(p => (p.PartitionIndex, p.CommittedOffset)));
        if (version >= 10) Assert.All(response.Groups, answer => Assert.Equal(id, answer.Topics.Single().TopicId));
    }

    private static IEnumerable<(int Partition, long Offset, string? Metadata, ErrorCode Error)> Offsets(OffsetFetchResponse response) =>
        response.Topics.Single().Partitions.Select(p => (p.PartitionIndex, p.CommittedOffset, p.Metadata, p.ErrorCode));

    private static DescribeGroupsResponse.DescribedGroup Describe(WireConnection wire, short version, string group) =>
        wire.Ask<DescribeGroupsRequest, DescribeGroupsResponse>(ApiKey.DescribeGroups, version, new()
        {
            Groups = [group], IncludeAuthorizedOperations = version >= 3,
        }).Groups.Single();
}
