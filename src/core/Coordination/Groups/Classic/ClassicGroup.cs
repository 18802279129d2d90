using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Classic;

/// <summary>One classic group: its members and generation (rebuilt from the last persisted one at load) and its offsets.</summary>
/// <remarks>
/// Offsets change only by applied records. Members, timers and waiting requests are soft state: a group is persisted whole
/// when a generation becomes stable or empty, and what happens in between dies with the coordinator, as in Kafka.
/// </remarks>
internal sealed class ClassicGroup(string id, OffsetTable offsets, Deadline joinTimer, Deadline syncTimer) : Group(id, offsets)
{
    private readonly OrderedDictionary<string, ClassicMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _memberIdsByInstance = new(StringComparer.Ordinal);

    public override string TypeName => "classic";
    public override string StateName => State.ToString();
    public override string ProtocolName => ProtocolType ?? "";
    public override bool IsEmpty => State == ClassicGroupState.Empty;
    public override bool IsForgettable => IsEmpty && PendingMembers.Count == 0;

    public ClassicGroupState State { get; private set; } = ClassicGroupState.Empty;

    /// <summary>Unix milliseconds when the state was entered; -1 where an old record does not say.</summary>
    public long StateSinceMs { get; private set; } = -1;

    public int Generation { get; private set; }

    /// <summary>Null while the group has only ever been used for offsets.</summary>
    public string? ProtocolType { get; private set; }

    /// <summary>How partitions are assigned, by the members' vote.</summary>
    public string? AssignorName { get; private set; }

    public string? LeaderId { get; private set; }

    /// <summary>Topics its consumers subscribe to; null where subscriptions cannot be understood.</summary>
    public SortedSet<string>? SubscribedTopics { get; private set; } = [];

    /// <summary>The last record replayed, until load ends.</summary>
    public GroupMetadataValue? Loaded { get; set; }

    /// <summary>Whether the log holds a metadata record of this group.</summary>
    public bool IsPersisted { get; set; }

    /// <summary>Member ids given out by MEMBER_ID_REQUIRED and not used yet.</summary>
    public OrderedDictionary<string, Deadline> PendingMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>Members of this generation that have not sent SyncGroup.</summary>
    public SortedSet<string> PendingSyncs { get; } = new(StringComparer.Ordinal);

    public Deadline JoinTimer { get; } = joinTimer;
    public Deadline SyncTimer { get; } = syncTimer;

    /// <summary>The first rebalance of an empty group: it waits for more members, up to <see cref="InitialDelayLeftMs"/>.</summary>
    public bool IsInitialRebalance { get; set; }

    public long InitialDelayLeftMs { get; set; }

    /// <summary>Someone joined since the initial delay was last extended.</summary>
    public bool IsMemberAddedInDelay { get; set; }

    public IList<ClassicMember> Members => _members.Values;
    public int AwaitingJoinCount => _members.Values.Count(member => member.IsAwaitingJoin);
    public bool HasAllMembersJoined => PendingMembers.Count == 0 && _members.Values.All(member => member.IsAwaitingJoin);
    public int RebalanceTimeoutMs => _members.Count == 0 ? 0 : _members.Values.Max(member => member.RebalanceTimeoutMs);
    public bool UsesConsumerProtocol => ProtocolType == SubscriptionTopics.ProtocolType;

    /// <summary>Nothing would be lost if the group were forgotten. From its first generation on, its log knows it.</summary>
    public override bool IsUnused =>
        State == ClassicGroupState.Empty && Generation == 0 && !IsPersisted && Offsets.IsEmpty && PendingMembers.Count == 0;

    public ClassicMember? Find(string memberId) => _members.TryGetValue(memberId, out var member) ? member : null;

    public ClassicMember? FindStatic(string instanceId) =>
        _memberIdsByInstance.TryGetValue(instanceId, out var memberId) ? Find(memberId) : null;

    public bool IsLeader(ClassicMember member) => member.Id == LeaderId;

    /// <summary>Whether the request's member may speak: known, and not replaced by a newer incarnation.</summary>
    public ErrorCode Check(string memberId, string? instanceId)
    {
        if (instanceId is null) return _members.ContainsKey(memberId) ? ErrorCode.None : ErrorCode.UnknownMemberId;
        if (!_memberIdsByInstance.TryGetValue(instanceId, out var current)) return ErrorCode.UnknownMemberId;
        return current == memberId ? ErrorCode.None : ErrorCode.FencedInstanceId;
    }

    public bool SupportsProtocols(string protocolType, JoinGroupRequest.JoinGroupRequestProtocol[] protocols)
    {
        if (State == ClassicGroupState.Empty) return protocolType.Length > 0 && protocols.Length > 0;
        return protocolType == ProtocolType
            && Array.Exists(protocols, protocol => _members.Values.All(member => member.Supports(protocol.Name)));
    }

    public override bool IsSubscribedTo(string topic) => SubscribedTopics?.Contains(topic) ?? UsesConsumerProtocol;

    public override long? RetainedSinceMs(in CommittedOffset offset) => this switch
    {
        { ProtocolType: null } => offset.CommitTimestampMs,
        // Records of old brokers do not say since when a group is empty.
        { State: ClassicGroupState.Empty } => StateSinceMs >= 0 ? StateSinceMs : offset.CommitTimestampMs,
        { State: ClassicGroupState.Stable, UsesConsumerProtocol: true, SubscribedTopics: not null } => offset.CommitTimestampMs,
        _ => null,
    };

    public override ErrorCode CheckCommit(in OffsetCommitter committer)
    {
        if (committer.Epoch < 0 && State == ClassicGroupState.Empty) return ErrorCode.None;
        if (committer is { Epoch: < 0, MemberId.Length: 0, InstanceId: null })
        {
            // Members alone commit to a group that has some. Transactions of old brokers do not name the member.
            if (!committer.IsTransactional) return ErrorCode.UnknownMemberId;
        }
        else
        {
            var error = Check(committer.MemberId, committer.InstanceId);
            if (error != ErrorCode.None) return error;
            if (committer.Epoch != Generation) return ErrorCode.IllegalGeneration;
        }

        return !committer.IsTransactional && State == ClassicGroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public override ErrorCode CheckOffsetDeletion() =>
        State == ClassicGroupState.Empty || UsesConsumerProtocol ? ErrorCode.None : ErrorCode.NonEmptyGroup;

    public override void Forget(Decision decision) => decision.Append(ClassicRecords.GroupTombstone(Id));

    public override void ClearDeadlines()
    {
        DeadlineQueue.Clear(JoinTimer);
        DeadlineQueue.Clear(SyncTimer);
        foreach (var pending in PendingMembers.Values) DeadlineQueue.Clear(pending);
        foreach (var member in Members) DeadlineQueue.Clear(member.Session);
    }

    public void Add(ClassicMember member, string protocolType)
    {
        if (_members.Count == 0) ProtocolType = protocolType;
        LeaderId ??= member.Id;
        _members[member.Id] = member;
        member.Group = this;
        if (member.InstanceId is not null) _memberIdsByInstance[member.InstanceId] = member.Id;
    }

    public void Remove(ClassicMember member)
    {
        _members.Remove(member.Id);
        member.Group = null;
        PendingSyncs.Remove(member.Id);
        if (member.InstanceId is not null) _memberIdsByInstance.Remove(member.InstanceId);
        if (member.Id == LeaderId) LeaderId = _members.Count == 0 ? null : _members.GetAt(0).Key;
    }

    /// <summary>Puts a static member's new incarnation into the place of the old one.</summary>
    public void Replace(ClassicMember old, ClassicMember replacement)
    {
        var index = _members.IndexOf(old.Id);
        _members.RemoveAt(index);
        _members.Insert(index, replacement.Id, replacement);
        old.Group = null;
        replacement.Group = this;
        _memberIdsByInstance[old.InstanceId!] = replacement.Id;
        if (LeaderId == old.Id) LeaderId = replacement.Id;
        if (PendingSyncs.Remove(old.Id)) PendingSyncs.Add(replacement.Id);
    }

    /// <summary>Keeps a leader that has joined again, or takes the first member that has.</summary>
    public bool TryElectJoinedLeader()
    {
        if (LeaderId is not null && Find(LeaderId) is { IsAwaitingJoin: true }) return true;
        LeaderId = _members.Values.FirstOrDefault(member => member.IsAwaitingJoin)?.Id ?? LeaderId;
        return LeaderId is not null && Find(LeaderId) is { IsAwaitingJoin: true };
    }

    public void BeginRebalance(long nowMs) => Enter(ClassicGroupState.PreparingRebalance, nowMs);

    public void BeginGeneration(long nowMs)
    {
        Generation++;
        PendingSyncs.Clear();
        if (_members.Count == 0)
        {
            AssignorName = null;
            SubscribedTopics = [];
            Enter(ClassicGroupState.Empty, nowMs);
            return;
        }

        AssignorName = SelectProtocol();
        SubscribedTopics = SubscriptionTopics.Of(this);
        Enter(ClassicGroupState.CompletingRebalance, nowMs);
    }

    public void BecomeStable(long nowMs) => Enter(ClassicGroupState.Stable, nowMs);

    /// <summary>The protocol every member supports that most of them prefer; the leader's preference breaks a tie.</summary>
    public string SelectProtocol()
    {
        var members = _members.Values;
        var leader = (LeaderId is null ? null : Find(LeaderId)) ?? _members.GetAt(0).Value;
        var candidates = leader.Protocols.Select(protocol => protocol.Name)
            .Where(name => members.All(member => member.Supports(name))).ToList();
        var votes = members.Select(member => Array.Find(member.Protocols, protocol => candidates.Contains(protocol.Name)).Name).ToList();
        return candidates.MaxBy(name => votes.Count(vote => vote == name)) ?? "";
    }

    /// <summary>Becomes what the record says, with the members given.</summary>
    public void Restore(in GroupMetadataValue value, IEnumerable<ClassicMember> members)
    {
        foreach (var member in members) Add(member, value.ProtocolType);
        ProtocolType = value.ProtocolType.Length == 0 ? null : value.ProtocolType;
        Generation = value.Generation;
        AssignorName = value.Protocol;
        LeaderId = value.Leader;
        Enter(_members.Count == 0 ? ClassicGroupState.Empty : ClassicGroupState.Stable, value.CurrentStateTimestamp);
        SubscribedTopics = SubscriptionTopics.Of(this);
    }

    private void Enter( ClassicGroupState state, long nowMs)
    {
        State = state;
        StateSinceMs = nowMs;
    }
}
