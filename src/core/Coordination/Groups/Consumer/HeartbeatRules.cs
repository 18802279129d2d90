using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>ConsumerGroupHeartbeat: joining, staying and leaving (KIP-848).</summary>
internal sealed class HeartbeatRules(
    ConsumerGroupOptions options, GroupTable groups, ConsumerRebalance rebalance, Departures departures, Migration migration,
    Func<Guid> newGuid)
{
    public ConsumerGroupHeartbeatResponse Heartbeat(in ConsumerGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        if (HeartbeatChecks.Check(request, client.Version, rebalance.Targets) is { } refusal) return Refuse(refusal);
        if (request.MemberEpoch < 0) return Leave(request, decision);
        var recordCount = decision.Records.Count;
        var response = Stay(request, client, decision);
        if (response.ErrorCode != ErrorCode.None) decision.WithdrawRecords(recordCount);
        return response;
    }

    private ConsumerGroupHeartbeatResponse Leave(in ConsumerGroupHeartbeatRequest request, Decision decision)
    {
        if (!groups.TryGet<ConsumerGroup>(request.GroupId, out var group)) return Refuse(NotFound(request.GroupId));
        var refusal = request.InstanceId is { } instanceId
            ? FindStatic(group, instanceId, request.MemberId, out var member)
            : FindDynamic(group, request.MemberId, out member);
        if (refusal is not null) return Refuse(refusal);
        if (request.MemberEpoch == ConsumerMember.AwayEpoch)
        {
            // Its partitions wait for it until its session ends.
            var away = member! with { Epoch = ConsumerMember.AwayEpoch, PendingRevocation = PartitionSet.Empty };
            decision.Append(ConsumerRecords.MemberAssignment(group.Id, away));
        }
        else
        {
            departures.Remove(group, [member!], decision);
        }

        return new ConsumerGroupHeartbeatResponse { MemberId = request.MemberId, MemberEpoch = request.MemberEpoch };
    }

    private ConsumerGroupHeartbeatResponse Stay(in ConsumerGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        if (FindGroup(request, decision, out var group, out var upgraded) is { } refusal) return Refuse(refusal);
        if (group.Members.Count >= options.GroupSizeMax && group.Find(request.MemberId) is null)
            return Refuse(new Refusal(ErrorCode.GroupMaxSizeReached, $"The consumer group has reached its maximum capacity of {options.GroupSizeMax} members."));
        var draft = new GroupDraft(group);
        var memberId = request.MemberId.Length > 0 ? request.MemberId : MemberIds.New(newGuid);
        if (FindMember(draft, request, memberId, decision, out var known, out var former) is { } unknown) return Refuse(unknown);
        var member = Describe(known, request, client);
        if (member.HasRegex && member.SubscribedRegex != known.SubscribedRegex && CheckRegex(member.SubscribedRegex!) is { } invalid) return Refuse(invalid);
        // A static member that takes its place again is not new to the group: nothing moves for it.
        var isNew = former is null && known.InstanceId is null;
        var next = rebalance.Update(draft, former, member, Owned(request), isNew || !known.HasSameSubscription(member), decision);
        rebalance.Timers.Set(group.Id, memberId, ConsumerTimerKind.Session, rebalance.Settings.SessionTimeoutMs(group.Id), decision);
        if (upgraded is not null) migration.CompleteUpgrade(upgraded, group, decision);
        return Answer(request, group.Id, known, next);
    }

    private ConsumerGroupHeartbeatResponse Answer(
        in ConsumerGroupHeartbeatRequest request, string groupId, ConsumerMember former, ConsumerMember member)
    {
        var isFull = request.MemberEpoch == 0
            || (request.RebalanceTimeoutMs != -1 && (request.SubscribedTopicNames ?? (object?)request.SubscribedTopicRegex) is not null
                && request.TopicPartitions is not null);
        return new ConsumerGroupHeartbeatResponse
        {
            MemberId = member.Id,
            MemberEpoch = member.Epoch,
            HeartbeatIntervalMs = rebalance.Settings.HeartbeatIntervalMs(groupId),
            Assignment = isFull || !member.Assigned.HasSamePartitions(former.Assigned) ? Assignment(member.Assigned) : null,
        };
    }

    private Refusal? FindGroup(
        in ConsumerGroupHeartbeatRequest request, Decision decision, out ConsumerGroup group, out ClassicGroup? upgraded)
    {
        upgraded = null;
        if (groups.TryGet(request.GroupId, out group!)) return null;
        groups.TryGet(request.GroupId, out Group? other);
        if (other is ClassicGroup { IsEmpty: false } classic)
        {
            // A member of the classic group never has a member epoch: only who joins brings the new protocol.
            if (request.MemberEpoch != 0) return NotFound(request.GroupId);
            upgraded = classic;
            return migration.Upgrade(classic, decision, out group);
        }

        if (request.MemberEpoch != 0 || other is not (null or ClassicGroup)) return NotFound(request.GroupId);
        if (other is ClassicGroup { IsPersisted: true }) other.Forget(decision);
        group = new ConsumerGroup(request.GroupId, new OffsetTable());
        return null;
    }

    private Refusal? FindMember(
        GroupDraft draft, in ConsumerGroupHeartbeatRequest request, string memberId, Decision decision,
        out ConsumerMember known, out ConsumerMember? former)
    {
        var group = draft.Group;
        former = group.Find(memberId);
        known = former ?? new ConsumerMember(memberId);
        if (request.InstanceId is { } instanceId && (former is null || former.InstanceId != instanceId))
        {
            var holder = group.FindStatic(instanceId);
            if (request.MemberEpoch != 0) return FindStatic(group, instanceId, memberId, out _);
            if (holder is null) return null;
            if (!holder.IsClassic && holder.Epoch != ConsumerMember.AwayEpoch) return Unreleased(memberId, instanceId, holder.Id);
            known = departures.Replace(draft, holder, memberId, decision);
            former = null;
            return null;
        }

        if (former is null) return request.MemberEpoch == 0 ? null : FindDynamic(group, memberId, out _);
        return CheckEpoch(former, request.MemberEpoch, Owned(request));
    }

    private static Refusal? CheckEpoch(ConsumerMember member, int epoch, PartitionSet? owned)
    {
        if (epoch == 0 || epoch == member.Epoch) return null;
        // Our answer with the next epoch may have been lost; then the member has nothing that it may not have.
        var isRepeat = epoch < member.Epoch && epoch == member.PreviousEpoch && owned is not null && owned.Except(member.Assigned).Count == 0;
        var order = epoch > member.Epoch ? "greater" : "smaller";
        return isRepeat ? null : new Refusal(
            ErrorCode.FencedMemberEpoch,
            $"The consumer group member has a {order} member epoch ({epoch}) than the one known by the group coordinator "
            + $"({member.Epoch}). The member must abandon all its partitions and rejoin.");
    }

    private static ConsumerMember Describe(ConsumerMember known, in ConsumerGroupHeartbeatRequest request, in GroupClient client) => known with
    {
        InstanceId = request.InstanceId ?? known.InstanceId,
        RackId = request.RackId ?? known.RackId,
        ClientId = client.ClientId,
        ClientHost = client.ClientHost,
        RebalanceTimeoutMs = request.RebalanceTimeoutMs == -1 ? known.RebalanceTimeoutMs : request.RebalanceTimeoutMs,
        ServerAssignor = request.ServerAssignor ?? known.ServerAssignor,
        SubscribedTopics = request.SubscribedTopicNames is { } names ? Sorted(names) : known.SubscribedTopics,
        SubscribedRegex = request.SubscribedTopicRegex ?? known.SubscribedRegex,
        Classic = null,
    };

    public static string[] Sorted(string[] names) => [.. new SortedSet<string>(names, StringComparer.Ordinal)];

    private static Refusal? CheckRegex(string pattern) => TopicPattern.TryParse(pattern, out _, out var reason)
        ? null
        : new Refusal(ErrorCode.InvalidRegularExpression, $"SubscribedTopicRegex `{pattern}` is not a valid regular expression: {reason}.");

    private static PartitionSet? Owned(in ConsumerGroupHeartbeatRequest request) => request.TopicPartitions is not { } topics
        ? null
        : PartitionSet.From(topics.SelectMany(topic => topic.Partitions, (topic, partition) => new AssignedPartition(topic.TopicId, partition)));

    private static ConsumerGroupHeartbeatResponse.AssignmentData Assignment(PartitionSet partitions) => new()
    {
        TopicPartitions =
        [
            .. partitions.Topics.Select(topic => new ConsumerGroupHeartbeatResponse.TopicPartitions
            {
                TopicId = topic.TopicId, Partitions = [.. topic.Partitions.Select(partition => partition.Partition)],
            }),
        ],
    };

    private static Refusal? FindDynamic(ConsumerGroup group, string memberId, out ConsumerMember? member)
    {
        member = group.Find(memberId);
        return member is null ? new Refusal(ErrorCode.UnknownMemberId, $"Member {memberId} is not a member of group {group.Id}.") : null;
    }

    private static Refusal? FindStatic(ConsumerGroup group, string instanceId, string memberId, out ConsumerMember? member)
    {
        member = group.FindStatic(instanceId);
        if (member is null) return new Refusal(ErrorCode.UnknownMemberId, $"Instance id {instanceId} is unknown.");
        return member.Id == memberId ? null : new Refusal(
            ErrorCode.FencedInstanceId, $"Static member {memberId} with instance id {instanceId} was fenced by member {member.Id}.");
    }

    private static Refusal NotFound(string groupId) => new(ErrorCode.GroupIdNotFound, $"Consumer group {groupId} not found.");

    private static Refusal Unreleased(string memberId, string instanceId, string holderId) => new(
        ErrorCode.UnreleasedInstanceId,
        $"Static member {memberId} with instance id {instanceId} cannot join the group because the instance id is owned by {holderId} member.");

    private static ConsumerGroupHeartbeatResponse Refuse(Refusal refusal) =>
        new() { ErrorCode = refusal.Error, ErrorMessage = refusal.Reason };
}
