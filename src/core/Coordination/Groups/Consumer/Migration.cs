using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Makes a classic group a consumer group and the other way round, while its members go on.</summary>
internal sealed class Migration(
    GroupCoordinatorOptions options, GroupTable groups, ClassicRebalance classicRebalance, ConsumerTimers timers, EmbeddedProtocol embedded)
{
    /// <summary>Decides the records that make a classic group a consumer group, its members being members of the classic protocol.</summary>
    /// <param name="upgraded">The group as it will be; it stands in no table.</param>
    public Refusal? Upgrade(ClassicGroup classic, Decision decision, out ConsumerGroup upgraded)
    {
        upgraded = new ConsumerGroup(classic.Id, new OffsetTable());
        var isAllowed = options.Consumer.IsUpgradeAllowed
            && classic.UsesConsumerProtocol && classic.Members.Count <= options.Consumer.GroupSizeMax;
        if (!isAllowed) return new Refusal(ErrorCode.GroupIdNotFound, $"Group {classic.Id} is not a consumer group.");
        classic.Forget(decision);
        foreach (var member in classic.Members)
        {
            if (Upgrade(classic, member) is not { } converted)
                return new Refusal(ErrorCode.GroupIdNotFound, $"Group {classic.Id} has members whose subscriptions cannot be read.");
            upgraded.Set(converted);
            upgraded.SetTarget(converted.Id, converted.Assigned);
        }

        (upgraded.Epoch, upgraded.TargetEpoch) = (classic.Generation, classic.Generation);
        Write(upgraded, decision);
        return null;
    }

    /// <summary>Tells those who wait in the classic group to come again, and gives the members their sessions.</summary>
    public void CompleteUpgrade(ClassicGroup classic, ConsumerGroup upgraded, Decision decision)
    {
        foreach (var member in classic.Members)
        {
            ClassicRebalance.CompleteJoin(member, JoinResponses.Error(member.Id, ErrorCode.RebalanceInProgress), decision);
            ClassicRebalance.CompleteSync(member, new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress }, decision);
        }

        foreach (var member in upgraded.Members)
            if (member.Classic is { } protocols)
                timers.Set(classic.Id, member.Id, ConsumerTimerKind.Session, protocols.SessionTimeoutMs, decision);
    }

    /// <summary>Makes the group classic when the last member of the new protocol leaves it.</summary>
    public bool TryDowngrade(ConsumerGroup group, IReadOnlyList<ConsumerMember> leaving, Decision decision)
    {
        if (!options.Consumer.IsDowngradeAllowed || leaving.All(member => member.IsClassic)) return false;
        var staying = group.Members.Where(member => !leaving.Contains(member)).ToList();
        if (staying.Count == 0 || staying.Count > options.GroupSizeMax || !staying.TrueForAll(member => member.IsClassic)) return false;
        var protocol = staying[0].Classic!.Protocols.Select(candidate => candidate.Name)
            .FirstOrDefault(name => staying.TrueForAll(member => member.Classic!.Supports(name)));
        if (protocol is null) return false;
        group.Forget(decision);
        var classic = groups.AddClassic(group.Id, group.Offsets);
        classic.IsPersisted = true;
        classic.Restore(
            new GroupMetadataValue
            {
                ProtocolType = SubscriptionTopics.ProtocolType,
                Generation = group.Epoch,
                Protocol = protocol,
                Leader = staying[0].Id,
                CurrentStateTimestamp = decision.NowMs,
            },
            staying.Select(member => Downgrade(member, protocol)));
        decision.Append(ClassicRecords.Group(classic));
        foreach (var member in staying) timers.Clear(group.Id, member.Id);
        foreach (var member in classic.Members) classicRebalance.RenewSession(member, decision);
        classicRebalance.Prepare(classic, decision);
        return true;
    }

    private ConsumerMember? Upgrade(ClassicGroup classic, ClassicMember member)
    {
        var protocol = classic.AssignorName ?? (member.Protocols.Length > 0 ? member.Protocols[0].Name : "");
        var metadata = member.MetadataFor(protocol);
        if (!EmbeddedProtocol.TryReadSubscription(metadata, out var subscription) || member.Protocols.Length == 0) return null;
        return new ConsumerMember(member.Id)
        {
            InstanceId = member.InstanceId,
            RackId = subscription.RackId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            RebalanceTimeoutMs = member.RebalanceTimeoutMs,
            SubscribedTopics = HeartbeatRules.Sorted(subscription.Topics),
            Classic = new ClassicProtocols(member.SessionTimeoutMs, member.Protocols),
            Epoch = classic.Generation,
            PreviousEpoch = classic.Generation,
            Assigned = embedded.ReadAssignment(member.Assignment).WithEpoch(classic.Generation),
        };
    }

    private static void Write(ConsumerGroup group, Decision decision)
    {
        foreach (var member in group.Members) decision.Append(ConsumerRecords.Member(group.Id, member));
        decision.Append(ConsumerRecords.Group(group.Id, group.Epoch, group.MetadataHash));
        foreach (var member in group.Members) decision.Append(ConsumerRecords.MemberTarget(group.Id, member.Id, member.Assigned));
        // No time: the next target is not to wait.
        decision.Append(ConsumerRecords.Target(group.Id, group.TargetEpoch, timestampMs: 0));
        foreach (var member in group.Members) decision.Append(ConsumerRecords.MemberAssignment(group.Id, member));
    }

    private ClassicMember Downgrade(ConsumerMember member, string protocol)
    {
        var protocols = member.Classic!;
        var converted = classicRebalance.CreateMember(member.Id, member.InstanceId, member.ClientId, member.ClientHost);
        converted.SessionTimeoutMs = protocols.SessionTimeoutMs;
        converted.RebalanceTimeoutMs = member.RebalanceTimeoutMs;
        converted.Protocols = protocols.Protocols;
        // What it may still read, not what it was to have: the group may become a consumer group again before all have joined.
        converted.Assignment = embedded.WriteAssignment(member.Assigned.Union(member.PendingRevocation), converted.MetadataFor(protocol));
        return converted;
    }
}
