using Levada.Protocol;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>One consumer group (KIP-848): what the replay of its records makes it, and nothing else.</summary>
internal sealed class ConsumerGroup(string id, OffsetTable offsets) : Group(id, offsets)
{
    private const short MemberEpochVersionMin = 9;

    private readonly SortedDictionary<string, ConsumerMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _memberIdsByInstance = new(StringComparer.Ordinal);
    private readonly Dictionary<AssignedPartition, string> _owners = [];
    private readonly SortedDictionary<string, PartitionSet> _targets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResolvedRegex> _regexes = new(StringComparer.Ordinal);
    private SortedSet<string>? _subscribedTopics;

    public override string TypeName => "consumer";
    public override string StateName => State.ToString();
    public override string ProtocolName => "consumer";
    public override bool IsEmpty => _members.Count == 0;
    public override bool IsUnused => false;

    /// <summary>Grows whenever the target must be computed anew.</summary>
    public int Epoch { get; set; }

    /// <summary>What the topics looked like in this epoch; 0 where it is not known.</summary>
    public long MetadataHash { get; set; }

    /// <summary>The epoch whose target is computed.</summary>
    public int TargetEpoch { get; set; }

    /// <summary>Unix milliseconds of that; 0 where it is not known.</summary>
    public long TargetTimestampMs { get; set; }

    /// <summary>An older broker's record of topics stands in the log; it goes with the next epoch.</summary>
    public bool HasPartitionMetadata { get; set; }

    /// <summary>The version of the topic catalog that the hash was last compared with; not persisted.</summary>
    public long SeenTopicsVersion { get; set; } = -1;

    /// <summary>When all patterns were last resolved, in monotonic milliseconds; null before. Not persisted.</summary>
    public long? RegexesRefreshedAtMs { get; set; }

    /// <summary>The version of the topic catalog they were resolved against then. Not persisted.</summary>
    public long RegexesRefreshedVersion { get; set; } = -1;

    public IReadOnlyCollection<ConsumerMember> Members => _members.Values;
    public IReadOnlyDictionary<string, PartitionSet> Targets => _targets;
    public IReadOnlyDictionary<string, ResolvedRegex> Regexes => _regexes;

    public ConsumerGroupState State
    {
        get
        {
            if (_members.Count == 0) return ConsumerGroupState.Empty;
            if (Epoch > TargetEpoch) return ConsumerGroupState.Assigning;
            return _members.Values.All(member => member.IsReconciledTo(TargetEpoch))
                ? ConsumerGroupState.Stable
                : ConsumerGroupState.Reconciling;
        }
    }

    public ConsumerMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public ConsumerMember? FindStatic(string instanceId) =>
        _memberIdsByInstance.TryGetValue(instanceId, out var memberId) ? Find(memberId) : null;

    public PartitionSet TargetOf(string memberId) => _targets.GetValueOrDefault(memberId) ?? PartitionSet.Empty;

    /// <summary>The member that has the partition, or is to give it up and has not yet.</summary>
    public string? OwnerOf(AssignedPartition partition) => _owners.GetValueOrDefault(partition with { Epoch = 0 });

    /// <summary>The names a member subscribes to, with those its pattern stands for.</summary>
    public IEnumerable<string> TopicsOf(ConsumerMember member) =>
        member.HasRegex && _regexes.TryGetValue(member.SubscribedRegex!, out var resolved)
            ? member.SubscribedTopics.Union(resolved.Topics)
            : member.SubscribedTopics;

    public override bool IsSubscribedTo(string topic) =>
        (_subscribedTopics ??= new SortedSet<string>(_members.Values.SelectMany(TopicsOf), StringComparer.Ordinal)).Contains(topic);

    public override long? RetainedSinceMs(in CommittedOffset offset) => offset.CommitTimestampMs;

    public override ErrorCode CheckCommit(in OffsetCommitter committer)
    {
        if (committer.Epoch < 0 && IsEmpty) return ErrorCode.None;
        if (Find(committer.MemberId) is not { } member) return ErrorCode.UnknownMemberId;
        if (!committer.IsTransactional && !member.IsClassic && committer.Version < MemberEpochVersionMin) return ErrorCode.UnsupportedVersion;
        if (committer.Epoch == member.Epoch) return ErrorCode.None;
        if (member.IsClassic) return ErrorCode.IllegalGeneration;
        // An older epoch is looked at partition by partition.
        return committer.Epoch > member.Epoch ? ErrorCode.StaleMemberEpoch : ErrorCode.None;
    }

    public override ErrorCode CheckCommit(in OffsetCommitter committer, Uuid topicId, int partition)
    {
        if (committer.Epoch < 0 || Find(committer.MemberId) is not { } member || committer.Epoch == member.Epoch) return ErrorCode.None;
        var assigned = member.Assigned.Find(topicId, partition) ?? member.PendingRevocation.Find(topicId, partition);
        return assigned is { } held && committer.Epoch >= held.Epoch ? ErrorCode.None : ErrorCode.StaleMemberEpoch;
    }

    public override ErrorCode CheckFetch(string? memberId, int memberEpoch)
    {
        if (memberId is null && memberEpoch < 0) return ErrorCode.None;
        if (Find(memberId ?? "") is not { } member) return ErrorCode.UnknownMemberId;
        if (memberEpoch == member.Epoch) return ErrorCode.None;
        return member.IsClassic ? ErrorCode.IllegalGeneration : ErrorCode.StaleMemberEpoch;
    }

    public override ErrorCode CheckOffsetDeletion() => ErrorCode.None;

    public override void Forget(Decision decision) => ConsumerRecords.Forget(this, decision);

    public override void ClearDeadlines()
    {
        // Deadlines are kept by member, and find their member gone.
    }

    /// <summary>Puts a member in the place of whatever has its id.</summary>
    public void Set(ConsumerMember member)
    {
        if (Find(member.Id) is { } former) Release(former);
        _members[member.Id] = member;
        if (member.InstanceId is not null) _memberIdsByInstance[member.InstanceId] = member.Id;
        foreach (var partition in member.Assigned) _owners[partition with { Epoch = 0 }] = member.Id;
        foreach (var partition in member.PendingRevocation) _owners[partition with { Epoch = 0 }] = member.Id;
        _subscribedTopics = null;
    }

    public void Remove(string memberId)
    {
        if (Find(memberId) is not { } member) return;
        Release(member);
        _members.Remove(memberId);
        _subscribedTopics = null;
    }

    public void SetTarget(string memberId, PartitionSet target) => _targets[memberId] = target;

    public void RemoveTarget(string memberId) => _targets.Remove(memberId);

    public void SetRegex(string pattern, ResolvedRegex resolved)
    {
        _regexes[pattern] = resolved;
        _subscribedTopics = null;
    }

    public void RemoveRegex(string pattern)
    {
        _regexes.Remove(pattern);
        _subscribedTopics = null;
    }

    private void Release(ConsumerMember member)
    {
        if (member.InstanceId is { } instanceId && _memberIdsByInstance.GetValueOrDefault(instanceId) == member.Id)
            _memberIdsByInstance.Remove(instanceId);
        // A compacted log may show the next owner before the former one has let go.
        foreach (var partition in member.Assigned) Release(partition with { Epoch = 0 }, member.Id);
        foreach (var partition in member.PendingRevocation) Release(partition with { Epoch = 0 }, member.Id);
    }

    private void Release(AssignedPartition partition, string memberId)
    {
        if (_owners.GetValueOrDefault(partition) == memberId) _owners.Remove(partition);
    }
}
