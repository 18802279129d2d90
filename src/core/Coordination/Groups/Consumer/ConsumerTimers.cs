namespace Levada.Coordination.Groups.Consumer;

/// <summary>The deadlines of members; kept beside the groups, because they are not persisted.</summary>
/// <param name="onDue">Told group id, member id, and the member epoch the deadline was set in; -1 where it holds for any.</param>
internal sealed class ConsumerTimers(DeadlineQueue deadlines, Action<string, string, int, Decision> onDue)
{
    private readonly Dictionary<(string GroupId, string MemberId, ConsumerTimerKind Kind), Deadline> _timers = [];

    public void Set(
        string groupId, string memberId, ConsumerTimerKind kind, int timeoutMs, Decision decision, int memberEpoch = -1)
    {
        var key = (groupId, memberId, kind);
        if (memberEpoch >= 0) Clear(groupId, memberId, kind);
        if (!_timers.TryGetValue(key, out var deadline))
        {
            deadline = new Deadline(due =>
            {
                _timers.Remove(key);
                onDue(groupId, memberId, memberEpoch, due);
            });
            _timers.Add(key, deadline);
        }

        deadlines.Set(deadline, decision.ElapsedMs + timeoutMs);
    }

    public void SetIfAbsent(string groupId, string memberId, ConsumerTimerKind kind, int timeoutMs, Decision decision)
    {
        if (!_timers.ContainsKey((groupId, memberId, kind))) Set(groupId, memberId, kind, timeoutMs, decision);
    }

    public void Clear(string groupId, string memberId, ConsumerTimerKind kind)
    {
        if (_timers.Remove((groupId, memberId, kind), out var deadline)) DeadlineQueue.Clear(deadline);
    }

    public void Clear(string groupId, string memberId)
    {
        foreach (var kind in Enum.GetValues<ConsumerTimerKind>()) Clear(groupId, memberId, kind);
    }
}
