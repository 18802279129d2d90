using System.Diagnostics.CodeAnalysis;

namespace Levada.Coordination.Groups;

/// <summary>The groups of one shard and the deadlines that are set for them.</summary>
/// <param name="onJoinTimer">What a group's join timer does.</param>
/// <param name="onSyncTimer">What a group's sync timer does.</param>
internal sealed class GroupTable(Action<ClassicGroup, Decision> onJoinTimer, Action<ClassicGroup, Decision> onSyncTimer)
{
    private readonly SortedDictionary<string, ClassicGroup> _groups = new(StringComparer.Ordinal);

    public DeadlineQueue Deadlines { get; } = new();

    /// <summary>Offsets of open transactions, of all groups.</summary>
    public PendingOffsets Pending { get; } = new();

    public int Count => _groups.Count;

    /// <summary>All groups, by id; a copy, so that they may be removed on the way.</summary>
    public IReadOnlyList<ClassicGroup> All => [.. _groups.Values];

    public bool TryGet(string groupId, [MaybeNullWhen(false)] out ClassicGroup group) => _groups.TryGetValue(groupId, out group);

    public ClassicGroup GetOrAdd(string groupId)
    {
        if (_groups.TryGetValue(groupId, out var known)) return known;
        ClassicGroup? group = null;
        group = new(groupId, new(decision => onJoinTimer(group!, decision)), new(decision => onSyncTimer(group!, decision)));
        _groups.Add(groupId, group);
        return group;
    }

    public void Remove(ClassicGroup group)
    {
        _groups.Remove(group.Id);
        DeadlineQueue.Clear(group.JoinTimer);
        DeadlineQueue.Clear(group.SyncTimer);
        foreach (var pending in group.PendingMembers.Values) DeadlineQueue.Clear(pending);
        foreach (var member in group.Members) DeadlineQueue.Clear(member.Session);
    }

    /// <summary>Forgets a group that a refused request or a member that never came has left behind.</summary>
    public void RemoveIfUnused(ClassicGroup group)
    {
        if (group.IsUnused) Remove(group);
    }
}
