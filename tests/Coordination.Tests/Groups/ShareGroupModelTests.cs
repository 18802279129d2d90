using CsCheck;
using Levada.Coordination.Groups;
using Levada.Coordination.Groups.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class ShareGroupModelTests
{
    private const string Group = "shared";
    private const int SessionTimeoutMs = 1000;
    private static readonly string[] Topics = ["a", "b", "c"];

    private static readonly Gen<(int Action, int Member, int Arg)[]> Steps =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 5], Gen.Int[1, 7]).Array[0, 60];

    private readonly List<CoordinatorRecord> _log = [];
    private readonly Decision _decision = new();
    private readonly TestCluster _cluster = new();
    private readonly SortedDictionary<string, (int Epoch, string[] Topics)> _members = new(StringComparer.Ordinal);
    private readonly GroupCoordinatorOptions _options = new() { ShareSessionTimeoutMs = SessionTimeoutMs, ShareGroupSizeMax = 5 };
    private GroupCoordinator _coordinator;
    private long _elapsedMs;
    private long _nowMs = 1000;

    public ShareGroupModelTests()
    {
        _coordinator = new GroupCoordinator(_options, Guid.NewGuid, _cluster);
        foreach (var topic in Topics) _cluster.Set(topic, 2);
    }

    [Fact]
    public void Members_that_come_and_go_cover_all_partitions_and_outlive_failovers() =>
        Steps.Sample(steps => new ShareGroupModelTests().Run(steps), iter: 300);

    private void Run((int Action, int Member, int Arg)[] steps)
    {
        foreach (var (action, member, arg) in steps)
        {
            Act(action, $"m{member}", arg);
            CheckReplay();
        }

        // States are made, the assignment follows, and everyone hears of it.
        for (var round = 0; round < 3; round++)
        {
            _nowMs += _options.ShareAssignmentIntervalMs;
            foreach (var member in _members.Keys.ToArray()) Heartbeat(member, _members[member].Topics, isJoining: true);
        }

        CheckAssignment();
    }

    [Fact]
    public void Who_comes_second_waits_until_the_group_may_be_assigned_anew_and_no_longer()
    {
        string[] topics = ["a"];
        Heartbeat("first", topics, isJoining: true);
        Heartbeat("first", topics, isJoining: true);
        Assert.Equal(2, Describe(_coordinator).Members.Single().Assignment.TopicPartitions.Single().Partitions.Length);
        _nowMs += 400;
        var early = Ask("second", 0, topics).Response;
        Assert.Equal((ErrorCode.None, _options.ShareAssignmentIntervalMs - 400), (early.ErrorCode, early.HeartbeatIntervalMs));
        Assert.Empty(early.Assignment!.Value.TopicPartitions);
        Assert.True(Describe(_coordinator).GroupEpoch > Describe(_coordinator).AssignmentEpoch);
        _nowMs += _options.ShareAssignmentIntervalMs - 400;
        var assigned = Ask("second", early.MemberEpoch, null).Response;
        Assert.Equal((ErrorCode.None, _options.ShareHeartbeatIntervalMs), (assigned.ErrorCode, assigned.HeartbeatIntervalMs));
        Assert.NotEmpty(assigned.Assignment!.Value.TopicPartitions);
        Assert.True(assigned.MemberEpoch > early.MemberEpoch);
        Assert.Equal(Describe(_coordinator).GroupEpoch, Describe(_coordinator).AssignmentEpoch);
    }

    [Fact]
    public void A_clock_that_is_set_back_keeps_nobody_waiting()
    {
        string[] topics = ["a"];
        Heartbeat("first", topics, isJoining: true);
        _nowMs -= 500;
        Assert.NotEmpty(Ask("second", 0, topics).Response.Assignment!.Value.TopicPartitions);
    }

    [Fact]
    public void A_group_can_be_made_before_anybody_joins_it()
    {
        Assert.Equal(ErrorCode.None, Decide(decision => _coordinator.CreateShareGroup(Group, decision)));
        Assert.Equal(("Empty", 1), (Describe(_coordinator).GroupState, Describe(_coordinator).GroupEpoch));
        Assert.Equal(ErrorCode.None, Decide(decision => _coordinator.CreateShareGroup(Group, decision)));
        Assert.Equal(1, Describe(_coordinator).GroupEpoch);
        CheckReplay();
        Heartbeat("first", ["a"], isJoining: true);
        Heartbeat("first", ["a"], isJoining: true);
        CheckAssignment();
    }

    private void Act(int action, string member, int arg)
    {
        switch (action)
        {
            case < 40: Heartbeat(member, [.. Topics.Where((_, i) => (arg >> i & 1) == 1)], isJoining: true); break;
            case < 70: Heartbeat(member, null, isJoining: false); break;
            case < 80: Leave(member); break;
            case < 90: Expire(arg * 200); break;
            case < 95: _cluster.Set(Topics[arg % 3], _cluster.PartitionCountOf(Topics[arg % 3]) + 1); break;
            default: FailOver(); break;
        }
    }

    private void Heartbeat(string member, string[]? topics, bool isJoining)
    {
        var isKnown = _members.TryGetValue(member, out var known);
        var epoch = isJoining || !isKnown ? 0 : known.Epoch;
        var answer = Ask(member, isKnown || isJoining ? epoch : 1, topics);
        if (!isKnown && !isJoining)
        {
            Assert.Equal(ErrorCode.UnknownMemberId, answer.Response.ErrorCode);
            return;
        }

        if (!isKnown && _members.Count >= _options.ShareGroupSizeMax)
        {
            Assert.Equal(ErrorCode.GroupMaxSizeReached, answer.Response.ErrorCode);
            return;
        }

        Assert.Equal(ErrorCode.None, answer.Response.ErrorCode);
        Assert.True(answer.Response.MemberEpoch >= known.Epoch);
        if (isJoining) Assert.NotNull(answer.Response.Assignment);
        _members[member] = (answer.Response.MemberEpoch, topics ?? known.Topics);
        if (answer.Uninitialized.Count > 0) Decide(decision => _coordinator.OnShareStatesInitialized(Group, answer.Uninitialized, decision));
    }

    private void Leave(string member)
    {
        var answer = Ask(member, -1, null).Response;
        Assert.Equal(_members.Remove(member) ? ErrorCode.None : ErrorCode.UnknownMemberId, answer.ErrorCode);
    }

    /// <summary>Time passes; who said nothing for too long is out.</summary>
    private void Expire(int ms)
    {
        _elapsedMs += ms;
        _nowMs += ms;
        OnTimer();
        foreach (var member in _members.Keys.Where(member => Describe(_coordinator).Members.All(known => known.MemberId != member)).ToArray())
            _members.Remove(member);
    }

    private void FailOver()
    {
        _coordinator = Replay();
        Decide(decision =>
        {
            _coordinator.OnLoaded(decision);
            return true;
        });
    }

    private void CheckReplay()
    {
        var replayed = Replay();
        var (live, again) = (Describe(_coordinator), Describe(replayed));
        Assert.Equal((live.GroupState, live.GroupEpoch, live.AssignmentEpoch), (again.GroupState, again.GroupEpoch, again.AssignmentEpoch));
        Assert.Equal(Members(live), Members(again));
        Assert.Equal(_members.Keys, live.Members.Select(member => member.MemberId));
    }

    private void CheckAssignment()
    {
        var members = Describe(_coordinator).Members;
        foreach (var topic in Topics)
        {
            var subscribers = members.Where(member => member.SubscribedTopicNames.Contains(topic)).ToArray();
            if (subscribers.Length == 0) continue;
            var assigned = subscribers.SelectMany(member => member.Assignment.TopicPartitions.Where(one => one.TopicName == topic))
                .SelectMany(one => one.Partitions).Distinct().Order();
            Assert.Equal(Enumerable.Range(0, _cluster.PartitionCountOf(topic)), assigned);
        }

        Assert.All(members, member => Assert.NotEmpty(member.Assignment.TopicPartitions));
        Assert.All(members, member => Assert.All(member.Assignment.TopicPartitions, topic => Assert.Contains(topic.TopicName, member.SubscribedTopicNames)));
    }

    private static IEnumerable<string> Members(ShareGroupDescribeResponse.DescribedGroup group) => group.Members.Select(member =>
        $"{member.MemberId} {member.MemberEpoch} {string.Join(',', member.SubscribedTopicNames)} "
        + string.Join(' ', member.Assignment.TopicPartitions.Select(topic => $"{topic.TopicName}:{string.Join(',', topic.Partitions)}")));

    private ShareHeartbeat Ask(string member, int epoch, string[]? topics) => Decide(decision => _coordinator.ShareGroupHeartbeat(
        new() { GroupId = Group, MemberId = member, MemberEpoch = epoch, SubscribedTopicNames = topics }, new GroupClient(1, "c", "/h"), decision));

    private static ShareGroupDescribeResponse.DescribedGroup Describe(GroupCoordinator coordinator) => coordinator.DescribeShareGroup(Group);

    private GroupCoordinator Replay()
    {
        var coordinator = new GroupCoordinator(_options, Guid.NewGuid, _cluster);
        foreach (var record in _log) coordinator.Apply(record);
        Assert.Equal(0, coordinator.SkippedRecordCount);
        return coordinator;
    }

    private void OnTimer() => Decide(decision =>
    {
        _coordinator.OnTimer(decision);
        return true;
    });

    private T Decide<T>(Func<Decision, T> decide)
    {
        _decision.Begin(_nowMs, _elapsedMs);
        var answer = decide(_decision);
        foreach (var record in _decision.Records)
        {
            _log.Add(record);
            _coordinator.Apply(record);
        }

        // The runtime comes back at once where a session has to be started.
        if (_coordinator.NextDeadlineMs <= 0) OnTimer();
        return answer;
    }
}
