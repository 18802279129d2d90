using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Lists, describes and deletes groups.</summary>
public sealed class GroupAdmin(KafkaClient client)
{
    /// <summary>The groups of every broker, ordered by id.</summary>
    public async Task<IReadOnlyList<GroupListing>> ListAsync(CancellationToken cancellationToken = default)
    {
        var cluster = await client.RefreshMetadataAsync([], cancellationToken: cancellationToken);
        var answers = await Task.WhenAll(cluster.Brokers.Keys.Select(node => ListAtAsync(node, cancellationToken)));
        return [.. answers.SelectMany(groups => groups).DistinctBy(group => group.GroupId).OrderBy(group => group.GroupId, StringComparer.Ordinal)];
    }

    /// <summary>One group with its members.</summary>
    /// <exception cref="KafkaException">GROUP_ID_NOT_FOUND, or the coordinator refused.</exception>
    public async Task<GroupDescription> DescribeAsync(string group, CancellationToken cancellationToken = default)
    {
        var (node, response) = await CoordinatedAsync<DescribeGroupsRequest, DescribeGroupsResponse>(
            group, ApiKey.DescribeGroups, _ => new DescribeGroupsRequest { Groups = [group] },
            answer => answer.Groups is [var first, ..] ? first.ErrorCode : ErrorCode.UnknownServerError, cancellationToken);
        var classic = response.Groups is [var only, ..] ? only : throw new KafkaException($"group {group}: the broker answered nothing");
        var isAbsent = classic.ErrorCode == ErrorCode.GroupIdNotFound || classic.GroupState == "Dead";
        if (isAbsent && await TryDescribeConsumerAsync(group, cancellationToken) is { } modern) return modern;
        if (isAbsent && await TryDescribeShareAsync(group, cancellationToken) is { } shared) return shared;
        if (isAbsent) throw KafkaException.From(ErrorCode.GroupIdNotFound, $"group {group}");
        if (classic.ErrorCode != ErrorCode.None) throw KafkaException.From(classic.ErrorCode, $"group {group}", classic.ErrorMessage);
        return new GroupDescription(
            group, classic.GroupState, classic.ProtocolType, classic.ProtocolData, "classic", node, [.. classic.Members.Select(Member)]);
    }

    public async Task<NamedOutcome> DeleteAsync(string group, CancellationToken cancellationToken = default)
    {
        var (_, response) = await CoordinatedAsync<DeleteGroupsRequest, DeleteGroupsResponse>(
            group, ApiKey.DeleteGroups, _ => new DeleteGroupsRequest { GroupsNames = [group] },
            answer => answer.Results is [var first, ..] ? first.ErrorCode : ErrorCode.UnknownServerError, cancellationToken);
        return response.Results is [var result, ..]
            ? new NamedOutcome(group, result.ErrorCode, result.ErrorMessage)
            : new NamedOutcome(group, ErrorCode.UnknownServerError, "the broker answered nothing");
    }

    internal async Task<(int Node, TResponse Response)> CoordinatedAsync<TRequest, TResponse>(
        string group, ApiKey key, Func<short, TRequest> build, Func<TResponse, ErrorCode> errorOf, CancellationToken cancellationToken,
        short versionMax = short.MaxValue)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse> =>
        await client.RetryAsync(
            async () =>
            {
                var node = await client.CoordinatorOfAsync(group, cancellationToken);
                try
                {
                    var response = await client.SendToNodeAsync<TRequest, TResponse>(node, key, build, cancellationToken, versionMax);
                    var error = errorOf(response);
                    if (!IsAboutCoordinator(error)) return (node, response);
                    throw KafkaException.From(error, $"group {group}");
                }
                catch (KafkaException e) when (IsAboutCoordinator(e.Error) || e.Error == ErrorCode.NetworkException)
                {
                    client.ForgetCoordinator(group);
                    throw;
                }
            },
            cancellationToken);

    private static bool IsAboutCoordinator(ErrorCode error) =>
        error is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress;

    private async Task<IReadOnlyList<GroupListing>> ListAtAsync(int node, CancellationToken cancellationToken)
    {
        return await client.RetryAsync(async () =>
        {
            var response = await client.SendToNodeAsync<ListGroupsRequest, ListGroupsResponse>(
                node, ApiKey.ListGroups, _ => new ListGroupsRequest(), cancellationToken);
            if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, $"listing the groups of broker {node}");
            return response.Groups.Select(group => new GroupListing(group.GroupId, group.ProtocolType, group.GroupState, group.GroupType)).ToList();
        }, cancellationToken);
    }

    // Groups of KIP-848 answer to their own request only.
    private async Task<GroupDescription?> TryDescribeConsumerAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var (node, response) = await CoordinatedAsync<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(
                group, ApiKey.ConsumerGroupDescribe, _ => new ConsumerGroupDescribeRequest { GroupIds = [group] },
                answer => answer.Groups is [var first, ..] ? first.ErrorCode : ErrorCode.UnknownServerError, cancellationToken);
            if (response.Groups is not [{ ErrorCode: ErrorCode.None } found, ..]) return null;
            return new GroupDescription(
                group, found.GroupState, "consumer", found.AssignorName, "consumer", node, [.. found.Members.Select(Member)])
            {
                Epoch = found.GroupEpoch, AssignmentEpoch = found.AssignmentEpoch,
            };
        }
        catch (KafkaException e) when (e.Error == ErrorCode.UnsupportedVersion)
        {
            return null;
        }
    }

    private async Task<GroupDescription?> TryDescribeShareAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var (node, response) = await CoordinatedAsync<ShareGroupDescribeRequest, ShareGroupDescribeResponse>(
                group, ApiKey.ShareGroupDescribe, _ => new ShareGroupDescribeRequest { GroupIds = [group] },
                answer => answer.Groups is [var first, ..] ? first.ErrorCode : ErrorCode.UnknownServerError, cancellationToken);
            if (response.Groups is not [{ ErrorCode: ErrorCode.None } found, ..]) return null;
            return new GroupDescription(group, found.GroupState, "share", found.AssignorName, "share", node, [.. found.Members.Select(Member)])
            {
                Epoch = found.GroupEpoch, AssignmentEpoch = found.AssignmentEpoch,
            };
        }
        catch (KafkaException e) when (e.Error == ErrorCode.UnsupportedVersion)
        {
            return null;
        }
    }

    private static GroupMemberDescription Member(ShareGroupDescribeResponse.Member member) => new(
        member.MemberId, null, member.ClientId, member.ClientHost,
        [
            .. from topic in member.Assignment.TopicPartitions
               from partition in topic.Partitions
               select new TopicPartition(topic.TopicName, partition),
        ])
    {
        Epoch = member.MemberEpoch, Protocol = "share",
    };

    private static GroupMemberDescription Member(DescribeGroupsResponse.DescribedGroupMember member)
    {
        var assignment = Consuming.ConsumerProtocol.TryReadAssignment(member.MemberAssignment) ?? [];
        return new GroupMemberDescription(member.MemberId, member.GroupInstanceId, member.ClientId, member.ClientHost, assignment) { Protocol = "classic" };
    }

    private static GroupMemberDescription Member(ConsumerGroupDescribeResponse.Member member) => new(
        member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, Partitions(member.Assignment))
    {
        Epoch = member.MemberEpoch,
        Target = Partitions(member.TargetAssignment),
        // The type comes with version 1; before there was one only.
        Protocol = member.MemberType switch { 0 => "classic", 1 => "consumer", _ => "" },
    };

    private static List<TopicPartition> Partitions(ConsumerGroupDescribeResponse.Assignment assignment) =>
    [
        .. from topic in assignment.TopicPartitions
           from partition in topic.Partitions
           select new TopicPartition(topic.TopicName, partition),
    ];
}
