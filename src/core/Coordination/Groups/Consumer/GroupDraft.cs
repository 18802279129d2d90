namespace Levada.Coordination.Groups.Consumer;

/// <summary>A group as it will be when the records of the decision in hand are applied.</summary>
/// <param name="group">The group as it is; for one that is not there yet an empty one that stands in no table.</param>
internal sealed class GroupDraft(ConsumerGroup group)
{
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResolvedRegex?> _regexes = new(StringComparer.Ordinal);
    private ConsumerMember? _changed;
    private PartitionSet? _changedTarget;

    public ConsumerGroup Group => group;

    /// <summary>Whether the member that changes subscribes by a pattern.</summary>
    public bool HasRegexChange => _changed is { HasRegex: true };

    /// <summary>The members in order of their ids.</summary>
    public IEnumerable<ConsumerMember> Members
    {
        get
        {
            var isPlaced = _changed is null;
            foreach (var member in group.Members)
            {
                if (!isPlaced && string.CompareOrdinal(_changed!.Id, member.Id) <= 0)
                {
                    isPlaced = true;
                    yield return _changed;
                }

                if (member.Id != _changed?.Id && !_removed.Contains(member.Id)) yield return member;
            }

            if (!isPlaced) yield return _changed!;
        }
    }

    /// <summary>A member that is new or has other metadata.</summary>
    /// <param name="target">What it is to have, where that is not what the group says.</param>
    public void Change(ConsumerMember member, PartitionSet? target = null)
    {
        _changed = member;
        _changedTarget = target ?? _changedTarget;
    }

    public void Remove(string memberId) => _removed.Add(memberId);

    /// <param name="resolved">Null to forget it.</param>
    public void Change(string pattern, ResolvedRegex? resolved) => _regexes[pattern] = resolved;

    public PartitionSet TargetOf(string memberId) =>
        memberId == _changed?.Id && _changedTarget is not null ? _changedTarget : group.TargetOf(memberId);

    public ResolvedRegex? Resolved(string pattern) =>
        _regexes.TryGetValue(pattern, out var changed) ? changed : group.Regexes.GetValueOrDefault(pattern);

    public IEnumerable<string> TopicsOf(ConsumerMember member) =>
        member.HasRegex && Resolved(member.SubscribedRegex!) is { } resolved
            ? member.SubscribedTopics.Union(resolved.Topics)
            : member.SubscribedTopics;

    /// <summary>All names that members subscribe to, in ordinal order.</summary>
    public SortedSet<string> SubscribedTopics
    {
        get
        {
            var topics = new SortedSet<string>(StringComparer.Ordinal);
            string[]? last = null;
            foreach (var member in Members)
            {
                // Most groups subscribe alike: nothing new then.
                if (!member.HasRegex && last is not null && member.SubscribedTopics.AsSpan().SequenceEqual(last)) continue;
                topics.UnionWith(TopicsOf(member));
                if (!member.HasRegex) last = member.SubscribedTopics;
            }

            return topics;
        }
    }

    /// <summary>Whether nobody but the member, or the one it replaces, has the partition.</summary>
    public bool IsFree(AssignedPartition partition) =>
        group.OwnerOf(partition) is not { } owner || owner == _changed?.Id || _removed.Contains(owner);
}
