using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Classic;

/// <summary>The classic groups of a shard: their rules, and how they come back from the log.</summary>
internal sealed class ClassicGroups : IGroupKind
{
    private readonly GroupCoordinatorOptions _options;
    private readonly GroupTable _groups;
    private bool _isLoaded;

    public ClassicGroups(GroupCoordinatorOptions options, GroupTable groups, ClassicRebalance rebalance, Func<Guid> newGuid)
    {
        _options = options;
        _groups = groups;
        Rebalance = rebalance;
        Joins = new JoinRules(options, groups, rebalance, newGuid);
        Membership = new MembershipRules(groups, rebalance);
    }

    public ClassicRebalance Rebalance { get; }
    public JoinRules Joins { get; }
    public MembershipRules Membership { get; }

    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value)
    {
        if (recordType != ClassicRecords.GroupMetadataType) return RecordOutcome.Foreign;
        var groupKey = GroupMetadataKey.Read(ref key, 0);
        return key.Failed ? RecordOutcome.Malformed : Apply(groupKey.Group, value);
    }

    /// <summary>Members of stable groups get their full sessions.</summary>
    public void OnLoaded(Decision decision)
    {
        _isLoaded = true;
        foreach (var group in _groups.All.OfType<ClassicGroup>())
            if (group.Loaded is { } value) Restore(group, value, decision);
    }

    private RecordOutcome Apply(string groupId, byte[]? bytes)
    {
        if (bytes is null)
        {
            if (_groups.TryGet<ClassicGroup>(groupId, out var known)) Forget(known);
            return RecordOutcome.Applied;
        }

        // Live, the record says what its group already is.
        if (_isLoaded)
        {
            if (_groups.TryGet<ClassicGroup>(groupId, out var known)) known.IsPersisted = true;
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<GroupMetadataValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        var group = _groups.GetOrAdd(groupId) as ClassicGroup ?? _groups.AddClassic(groupId, _groups.GetOrAdd(groupId).Offsets);
        group.Loaded = value;
        group.IsPersisted = true;
        return RecordOutcome.Applied;
    }

    private void Forget(ClassicGroup group)
    {
        group.Loaded = null;
        group.IsPersisted = false;
        // On replay offsets may outlive a tombstone: a simple consumer commits without any metadata record.
        if (group.Offsets.IsEmpty) _groups.Remove(group);
    }

    private void Restore(ClassicGroup group, in GroupMetadataValue value, Decision decision)
    {
        var protocol = value.Protocol ?? "";
        group.Restore(value, value.Members.Select(member => Restore(member, protocol)));
        group.Loaded = null;
        foreach (var member in group.Members) Rebalance.RenewSession(member, decision);
        if (group.Members.Count > _options.GroupSizeMax) Rebalance.Prepare(group, decision);
    }

    private ClassicMember Restore(GroupMetadataValue.MemberMetadata persisted, string protocol)
    {
        var member = Rebalance.CreateMember(
            persisted.MemberId, persisted.GroupInstanceId, persisted.ClientId, persisted.ClientHost);
        member.SessionTimeoutMs = persisted.SessionTimeout;
        member.RebalanceTimeoutMs = persisted.RebalanceTimeout < 0 ? persisted.SessionTimeout : persisted.RebalanceTimeout;
        member.Protocols = [new JoinGroupRequest.JoinGroupRequestProtocol { Name = protocol, Metadata = persisted.Subscription }];
        member.Assignment = persisted.Assignment;
        return member;
    }
}
