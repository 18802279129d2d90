using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>ShareGroupHeartbeat: joining, staying, leaving, and being told what to fetch.</summary>
internal sealed class ShareMembership(GroupCoordinatorOptions options, GroupTable groups, IClusterView cluster, ShareGroupSettings settings)
{
    private const int LeaveEpoch = -1;

    public ShareHeartbeat Heartbeat(in ShareGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        if (Check(request) is { } problem) return Refuse(request, ErrorCode.InvalidRequest, problem);
        if (groups.TryGet(request.GroupId, out Group? known) && known is not ShareGroup && !known.IsUnused)
            return Refuse(request, ErrorCode.GroupIdNotFound, $"Group {request.GroupId} is not a share group.");
        var group = known as ShareGroup;
        var member = group?.Members.GetValueOrDefault(request.MemberId);
        var error = CheckMember(request, group, member);
        if (error != ErrorCode.None) return Refuse(request, error, null);
        if (request.MemberEpoch == LeaveEpoch)
        {
            Remove(group!, [member!], decision);
            return Answer(request, new ShareGroupHeartbeatResponse { MemberId = request.MemberId, MemberEpoch = LeaveEpoch }, []);
        }

        // Records make it one of the table's.
        return Stay(group ?? new ShareGroup(request.GroupId, new OffsetTable()), member, request, client, decision);
    }

    /// <summary>Takes members out, because they leave or because nothing was heard of them.</summary>
    public void Remove(ShareGroup group, IReadOnlyCollection<ShareMember> members, Decision decision)
    {
        var subscriptions = Subscriptions(group);
        foreach (var member in members)
        {
            foreach (var record in ShareRecords.MemberTombstones(group.Id, member.Id)) decision.Append(record);
            subscriptions.Remove(member.Id);
        }

        Retarget(group, Bump(group, Names(subscriptions), decision), subscriptions, decision);
    }

    /// <summary>Makes a group of no members, so that it can be told where to begin.</summary>
    /// <returns>GROUP_ID_NOT_FOUND where a group of another kind has the id.</returns>
    public ErrorCode Create(string groupId, Decision decision)
    {
        if (groupId.Length == 0 || !WireText.Fits(groupId)) return ErrorCode.InvalidGroupId;
        if (groups.TryGet(groupId, out Group? known) && known is not ShareGroup && !known.IsUnused) return ErrorCode.GroupIdNotFound;
        if (known is not ShareGroup) Bump(new ShareGroup(groupId, new OffsetTable()), [], decision);
        return ErrorCode.None;
    }

    /// <summary>The states of these partitions are made: members may be given them.</summary>
    public void OnInitialized(ShareGroup group, IReadOnlyList<ShareTopic> topics, Decision decision)
    {
        var states = ShareTopics.With(group.States, topics, cluster.Topics);
        decision.Append(ShareRecords.States(group.Id, states));
    }

    /// <summary>The states of these topics are deleted: nobody may fetch them before they are made anew.</summary>
    public static void OnDeleted(ShareGroup group, IReadOnlySet<Uuid> topicIds, Decision decision) =>
        decision.Append(ShareRecords.States(group.Id, ShareTopics.Of(group.InitializedTopics.Where(topic => !topicIds.Contains(topic.Id)))));

    private static string? Check(in ShareGroupHeartbeatRequest request)
    {
        if (request.GroupId.Length == 0 || !WireText.Fits(request.GroupId)) return "The group id is not valid.";
        if (request.MemberId.Length == 0 || !WireText.Fits(request.MemberId)) return "The member id is missing.";
        if (request.MemberEpoch < LeaveEpoch) return "The member epoch is not valid.";
        if (request.RackId is { Length: 0 }) return "The rack id is empty.";
        return request.MemberEpoch == 0 && request.SubscribedTopicNames is not { Length: > 0 } ? "A member that joins subscribes to topics." : null;
    }

    private ErrorCode CheckMember(in ShareGroupHeartbeatRequest request, ShareGroup? group, ShareMember? member)
    {
        if (member is null)
        {
            if (request.MemberEpoch != 0) return ErrorCode.UnknownMemberId;
            return group?.Members.Count >= options.ShareGroupSizeMax ? ErrorCode.GroupMaxSizeReached : ErrorCode.None;
        }

        // The answer that raised the epoch may have been lost.
        var isKnown = request.MemberEpoch is 0 or LeaveEpoch || request.MemberEpoch == member.Epoch || request.MemberEpoch == member.PreviousEpoch;
        return isKnown ? ErrorCode.None : ErrorCode.FencedMemberEpoch;
    }

    private ShareHeartbeat Stay(ShareGroup group, ShareMember? member, in ShareGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        var metadata = Metadata(member?.Metadata, request, client);
        if (member is null || !AreEqual(member.Metadata, metadata)) decision.Append(ShareRecords.Member(group.Id, request.MemberId, metadata));
        if (member is not null) groups.Deadlines.Set(member.Session, decision.ElapsedMs + settings.SessionTimeoutMs(group.Id));
        var subscriptions = Subscriptions(group);
        var isChanged = member is null || !member.Metadata.SubscribedTopicNames.SequenceEqual(metadata.SubscribedTopicNames);
        subscriptions[request.MemberId] = metadata.SubscribedTopicNames;
        var names = Names(subscriptions);
        isChanged |= group.MetadataHash != ShareTopics.Hash(names, group.States, cluster.Topics);
        var groupEpoch = isChanged ? Bump(group, names, decision) : group.Epoch;
        var targets = Retarget(group, groupEpoch, subscriptions, decision);
        var epoch = targets is null ? group.AssignmentEpoch : groupEpoch;
        var target = targets?[request.MemberId] ?? member?.Target ?? ShareAssignment.Empty;
        var isMoved = member is null || !member.Assigned.Equals(target);
        if (member is null || member.Epoch != epoch || isMoved)
            decision.Append(ShareRecords.Current(group.Id, request.MemberId, epoch, member?.Epoch ?? 0, target));
        var isTold = isMoved || request.MemberEpoch != epoch || request.SubscribedTopicNames is not null;
        return Answer(
            request,
            Response(group, request.MemberId, epoch, isTold ? target : null, epoch < groupEpoch ? TimeToTargetMs(group, decision) : int.MaxValue),
            ShareTopics.Uninitialized(names, group.States, cluster.Topics)) with { GroupEpoch = groupEpoch };
    }

    /// <summary>Begins a new group epoch.</summary>
    private int Bump(ShareGroup group, string[] names, Decision decision)
    {
        var epoch = group.Epoch + 1;
        decision.Append(ShareRecords.Group(group.Id, epoch, ShareTopics.Hash(names, group.States, cluster.Topics)));
        return epoch;
    }

    /// <summary>Computes the target assignment of a group epoch that has none.</summary>
    /// <returns>Null where there is one, or where it must wait, so that members that come together are assigned together.</returns>
    private SortedDictionary<string, ShareAssignment>? Retarget(
        ShareGroup group, int epoch, SortedDictionary<string, string[]> subscriptions, Decision decision)
    {
        // Who is alone waits for nobody.
        if (epoch <= group.AssignmentEpoch || subscriptions.Count > 1 && TimeToTargetMs(group, decision) > 0) return null;
        var targets = ShareAssignmentRules.Compute(group, subscriptions, cluster.Topics);
        foreach (var (memberId, target) in targets)
        {
            if (group.Members.GetValueOrDefault(memberId)?.Target.Equals(target) != true)
                decision.Append(ShareRecords.TargetMember(group.Id, memberId, target));
        }

        decision.Append(ShareRecords.TargetMetadata(group.Id, epoch, decision.NowMs));
        return targets;
    }

    /// <summary>How long until the next target assignment may be computed; a clock that was set back makes no group wait for it.</summary>
    private int TimeToTargetMs(ShareGroup group, Decision decision)
    {
        var ageMs = decision.NowMs - group.AssignmentTimestampMs;
        var intervalMs = settings.AssignmentIntervalMs(group.Id);
        return group.AssignmentEpoch > 0 && ageMs >= 0 && ageMs < intervalMs ? (int)(intervalMs - ageMs) : 0;
    }

    /// <param name="waitMs">The most time that the member may let pass before it comes again.</param>
    private ShareGroupHeartbeatResponse Response(ShareGroup group, string memberId, int epoch, ShareAssignment? told, int waitMs) => new()
    {
        MemberId = memberId,
        MemberEpoch = epoch,
        HeartbeatIntervalMs = Math.Max(1, Math.Min(waitMs, settings.HeartbeatIntervalMs(group.Id))),
        Assignment = told is null ? null : new()
        {
            TopicPartitions = told.ByTopic((topicId, partitions) =>
                new ShareGroupHeartbeatResponse.TopicPartitions { TopicId = topicId, Partitions = partitions }),
        },
    };

    private static ShareGroupMemberMetadataValue Metadata(
        ShareGroupMemberMetadataValue? known, in ShareGroupHeartbeatRequest request, in GroupClient client) => new()
    {
        RackId = request.RackId ?? known?.RackId,
        ClientId = client.ClientId,
        ClientHost = client.ClientHost,
        SubscribedTopicNames = request.SubscribedTopicNames is { } names
            ? [.. names.Distinct().Order(StringComparer.Ordinal)]
            : known?.SubscribedTopicNames ?? [],
    };

    private static bool AreEqual(in ShareGroupMemberMetadataValue one, in ShareGroupMemberMetadataValue other) =>
        one.RackId == other.RackId && one.ClientId == other.ClientId && one.ClientHost == other.ClientHost
        && one.SubscribedTopicNames.SequenceEqual(other.SubscribedTopicNames);

    private static SortedDictionary<string, string[]> Subscriptions(ShareGroup group)
    {
        var subscriptions = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (id, member) in group.Members) subscriptions.Add(id, member.Metadata.SubscribedTopicNames);
        return subscriptions;
    }

    private static string[] Names(SortedDictionary<string, string[]> subscriptions) =>
        [.. subscriptions.Values.SelectMany(names => names).Distinct().Order(StringComparer.Ordinal)];

    private static ShareHeartbeat Answer(in ShareGroupHeartbeatRequest request, ShareGroupHeartbeatResponse response, IReadOnlyList<ShareTopic> missing) =>
        new(response, missing, request.MemberEpoch);

    private static ShareHeartbeat Refuse(in ShareGroupHeartbeatRequest request, ErrorCode error, string? message) =>
        Answer(request, new ShareGroupHeartbeatResponse { ErrorCode = error, ErrorMessage = message, MemberId = request.MemberId }, []);
}
