using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>JoinGroup of members of the classic protocol in a consumer group.</summary>
internal sealed class ClassicMemberJoins(
    ConsumerGroupOptions options, JoinRules joins, ConsumerRebalance rebalance, Departures departures, Migration migration,
    EmbeddedProtocol embedded)
{
    private const short MemberIdRequiredVersionMin = 4;

    /// <returns>False when the group is classic from now on, and the request is to be decided there.</returns>
    public bool TryJoin(ConsumerGroup group, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var memberId = request.MemberId.Length > 0 ? request.MemberId : joins.NewMemberId(request.GroupInstanceId ?? client.ClientId);
        var error = Check(group, request, client, memberId, out var subscription);
        if (error != ErrorCode.None)
        {
            Complete(client, JoinResponses.Error(error == ErrorCode.MemberIdRequired ? memberId : request.MemberId, error), decision);
            return true;
        }

        var draft = new GroupDraft(group);
        var former = group.Find(memberId);
        var known = former ?? new ConsumerMember(memberId);
        if (former is null && request.GroupInstanceId is { } instanceId && group.FindStatic(instanceId) is { } holder)
        {
            if (migration.TryDowngrade(group, [holder], decision)) return false;
            known = departures.Replace(draft, holder, memberId, decision);
        }

        var member = Describe(known, request, client, subscription);
        var isSubscriptionNew = (former is null && known.InstanceId is null) || !known.HasSameSubscription(member);
        var next = rebalance.Update(draft, former, member, embedded.Owned(subscription), isSubscriptionNew, decision);
        SetTimers(group, next, decision);
        Complete(client, Response(next), decision);
        return true;
    }

    private ErrorCode Check(
        ConsumerGroup group, in JoinGroupRequest request, in JoiningClient client, string memberId,
        out ConsumerProtocolSubscription subscription)
    {
        subscription = default;
        if (joins.Check(request, client) is not ErrorCode.None and var error) return error;
        if (group.Members.Count >= options.GroupSizeMax && group.Find(memberId) is null) return ErrorCode.GroupMaxSizeReached;
        var classic = group.Members.Select(member => member.Classic).OfType<ClassicProtocols>().ToList();
        var isSupported = request.ProtocolType == SubscriptionTopics.ProtocolType
            && Array.Exists(request.Protocols, protocol => classic.TrueForAll(member => member.Supports(protocol.Name)));
        if (!isSupported || !EmbeddedProtocol.TryReadSubscription(request.Protocols[0].Metadata, out subscription))
            return ErrorCode.InconsistentGroupProtocol;
        if (request.GroupInstanceId is { } instanceId) return CheckStatic(group, instanceId, request.MemberId);
        return request.MemberId.Length == 0 && client.Version >= MemberIdRequiredVersionMin ? ErrorCode.MemberIdRequired : ErrorCode.None;
    }

    private static ErrorCode CheckStatic(ConsumerGroup group, string instanceId, string memberId)
    {
        if (memberId.Length == 0) return ErrorCode.None;
        if (group.FindStatic(instanceId) is not { } holder) return ErrorCode.UnknownMemberId;
        return holder.Id == memberId ? ErrorCode.None : ErrorCode.FencedInstanceId;
    }

    private static ConsumerMember Describe(
        ConsumerMember known, JoinGroupRequest request, JoiningClient client, ConsumerProtocolSubscription subscription) => known with
    {
        InstanceId = request.GroupInstanceId ?? known.InstanceId,
        RackId = subscription.RackId ?? known.RackId,
        ClientId = client.ClientId,
        ClientHost = client.ClientHost,
        RebalanceTimeoutMs = request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs,
        ServerAssignor = null,
        SubscribedTopics = HeartbeatRules.Sorted(subscription.Topics),
        SubscribedRegex = null,
        Classic = new ClassicProtocols(request.SessionTimeoutMs, request.Protocols),
    };

    private void SetTimers(ConsumerGroup group, ConsumerMember member, Decision decision)
    {
        var timers = rebalance.Timers;
        timers.Clear(group.Id, member.Id, ConsumerTimerKind.Join);
        // It has a new assignment to fetch, and no other way to be asked to revoke.
        timers.Clear(group.Id, member.Id, ConsumerTimerKind.Revocation);
        timers.Set(group.Id, member.Id, ConsumerTimerKind.Session, member.Classic!.SessionTimeoutMs, decision);
        timers.Set(group.Id, member.Id, ConsumerTimerKind.Sync, member.RebalanceTimeoutMs, decision);
    }

    private static JoinGroupResponse Response(ConsumerMember member) => new()
    {
        MemberId = member.Id,
        GenerationId = member.Epoch,
        ProtocolType = SubscriptionTopics.ProtocolType,
        ProtocolName = member.Classic!.Protocols[0].Name,
    };

    private static void Complete(in JoiningClient client, in JoinGroupResponse response, Decision decision) =>
        decision.Complete(client.Token, response);
}
