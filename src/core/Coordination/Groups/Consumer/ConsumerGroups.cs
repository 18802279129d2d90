using Levada.Coordination.Groups.Classic;
using Levada.Protocol;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>The consumer groups of a shard: their rules, tied together, and how they come back from the log.</summary>
internal sealed class ConsumerGroups : IGroupKind
{
    private readonly GroupTable _groups;
    private readonly ConsumerReplay _replay;
    private readonly ConsumerRebalance _rebalance;

    public ConsumerGroups(
        GroupCoordinatorOptions options, GroupTable groups, ClassicGroups classic, IClusterView cluster, Func<Guid> newGuid)
    {
        _groups = groups;
        _replay = new ConsumerReplay(groups);
        var timers = new ConsumerTimers(
            groups.Deadlines, (groupId, memberId, epoch, decision) => Departures!.OnDue(groupId, memberId, epoch, decision));
        var embedded = new EmbeddedProtocol(cluster);
        var targets = new TargetComputation(options.Consumer, cluster);
        var migration = new Migration(options, groups, classic.Rebalance, timers, embedded);
        _rebalance = new ConsumerRebalance(
            cluster, new ConsumerSettings(options.Consumer, cluster), targets, new RegexResolution(options.Consumer, cluster), timers);
        Departures = new Departures(groups, _rebalance, migration);
        Heartbeats = new HeartbeatRules(options.Consumer, groups, _rebalance, Departures, migration, newGuid);
        ClassicMembers = new ClassicMemberRules(_rebalance, Departures, embedded);
        ClassicJoins = new ClassicMemberJoins(options.Consumer, classic.Joins, _rebalance, Departures, migration, embedded);
        Queries = new ConsumerQueries(groups, cluster, targets);
    }

    public Departures Departures { get; }
    public HeartbeatRules Heartbeats { get; }
    public ClassicMemberRules ClassicMembers { get; }
    public ClassicMemberJoins ClassicJoins { get; }
    public ConsumerQueries Queries { get; }

    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value) => _replay.Apply(recordType, ref key, value);

    /// <summary>Members get their full sessions, and those that must revoke their full time.</summary>
    public void OnLoaded(Decision decision)
    {
        foreach (var group in _groups.All.OfType<ConsumerGroup>())
        {
            foreach (var member in group.Members)
            {
                var sessionMs = member.Classic?.SessionTimeoutMs ?? _rebalance.Settings.SessionTimeoutMs(group.Id);
                _rebalance.Timers.Set(group.Id, member.Id, ConsumerTimerKind.Session, sessionMs, decision);
                if (member is { State: ConsumerMemberState.UnrevokedPartitions, IsClassic: false, Epoch: >= 0 })
                    _rebalance.Timers.Set(group.Id, member.Id, ConsumerTimerKind.Revocation, member.RebalanceTimeoutMs, decision, member.Epoch);
            }
        }
    }
}
