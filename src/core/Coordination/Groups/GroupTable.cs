using System.Diagnostics.CodeAnalysis;
using Levada.Coordination.Groups.Classic;

namespace Levada.Coordination.Groups;

/// <summary>The groups of one shard, of all kinds, and the deadlines that are set for them.</summary>
/// <param name="onJoinTimer">What a classic group's join timer does.</param>
/// <param name="onSyncTimer">What a classic group's sync timer does.</param>
internal sealed class GroupTable(Action<ClassicGroup, Decision> onJoinTimer, Action<ClassicGroup, Decision> onSyncTimer)
{
    private readonly SortedDictionary<string, Group> _groups = new(StringComparer.Ordinal);

    public DeadlineQueue Deadlines { get; } = new();

    /// <summary>Offsets of open transactions, of all groups.</summary>
    public PendingOffsets Pending { get; } = new();

    public int Count => _groups.Count;

    /// <summary>All groups, by id; a copy, so that they may be removed on the way.</summary>
    public IReadOnlyList<Group> All => [.. _groups.Values];

    public bool TryGet(string groupId, [MaybeNullWhen(false)] out Group group) => _groups.TryGetValue(groupId, out group);

    /// <summary>Finds a group of one kind; a group of another kind is none.</summary>
    public bool TryGet<TGroup>(string groupId, [MaybeNullWhen(false)] out TGroup group) where TGroup : Group
    {
        group = _groups.GetValueOrDefault(groupId) as TGroup;
        return group is not null;
    }

    /// <summary>The group of an id whatever its kind; a new one is classic, as one that has only offsets.</summary>
    public Group GetOrAdd(string groupId) => _groups.TryGetValue(groupId, out var known) ? known : AddClassic(groupId, new OffsetTable());

    /// <summary>A new classic group in the place of whatever has the id.</summary>
    public ClassicGroup AddClassic(string groupId, OffsetTable offsets)
    {
        ClassicGroup? group = null;
        group = new(groupId, offsets, new(decision => onJoinTimer(group!, decision)), new(decision => onSyncTimer(group!, decision)));
        Put(group);
        return group;
    }

    /// <summary>Puts a group in the place of whatever has its id.</summary>
    public void Put(Group group)
    {
        if (_groups.TryGetValue(group.Id, out var former)) former.ClearDeadlines();
        _groups[group.Id] = group;
    }

    public void Remove(Group group)
    {
        if (_groups.TryGetValue(group.Id, out var known) && known == group) _groups.Remove(group.Id);
        group.ClearDeadlines();
    }

    /// <summary>Forgets a group that a refused request or a member that never came has left behind.</summary>
    public void RemoveIfUnused(Group group)
    {
        if (group.IsUnused) Remove(group);
    }
}
