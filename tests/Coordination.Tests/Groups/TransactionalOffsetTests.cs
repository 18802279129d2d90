using CsCheck;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class TransactionalOffsetTests
{
    private readonly Decision _decision = new();
    private readonly List<(CoordinatorRecord? Record, (long ProducerId, bool IsCommit) Marker)> _log = [];
    private GroupCoordinator _coordinator = Create();

    [Fact]
    public void An_offset_counts_from_the_commit_of_its_transaction_on()
    {
        Assert.Equal(ErrorCode.None, Commit(7, offset: 5));
        Assert.Equal((-1, ErrorCode.None), Fetch());
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), Fetch(isStableRequired: true));
        End(7, isCommit: true);
        Assert.Equal((5, ErrorCode.None), Fetch(isStableRequired: true));
    }

    [Fact]
    public void An_aborted_offset_never_counts()
    {
        Commit(7, offset: 5);
        End(7, isCommit: false);
        Assert.Equal((-1, ErrorCode.None), Fetch(isStableRequired: true));
        Assert.Equal("Dead", _coordinator.DescribeGroup(GroupScenario.GroupId, 5).GroupState);
    }

    [Fact]
    public void The_newest_commit_wins_whichever_was_decided_last()
    {
        Commit(7, offset: 5);
        Commit(-1, offset: 9);
        End(7, isCommit: true);
        Assert.Equal((9, ErrorCode.None), Fetch());
    }

    [Fact]
    public void A_deleted_offset_is_not_brought_back_by_a_commit()
    {
        Commit(-1, offset: 1);
        Commit(7, offset: 5);
        Decide(-1, decision => _coordinator.OffsetDelete(
            new OffsetDeleteRequest { GroupId = GroupScenario.GroupId, Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0 }] }] }, decision));
        End(7, isCommit: true);
        Assert.Equal((-1, ErrorCode.None), Fetch());
    }

    [Theory]
    [InlineData(5, ErrorCode.IllegalGeneration)]
    [InlineData(6, ErrorCode.GroupIdNotFound)]
    public void A_member_of_no_group_is_told_so(short version, ErrorCode expected) =>
        Assert.Equal(expected, Commit(7, offset: 5, generation: 3, version));

    [Fact]
    public void Whatever_happens_the_replayed_log_says_the_same() =>
        Gen.Select(Gen.Int[0, 9], Gen.Long[-1, 2], Gen.Bool).Array[0, 60].Sample(
            steps =>
            {
                var test = new TransactionalOffsetTests();
                var offset = 0;
                foreach (var (action, producerId, flag) in steps)
                {
                    if (action < 6) test.Commit(producerId, ++offset);
                    else if (producerId >= 0) test.End(producerId, flag);
                    var live = (test.Fetch(), test.Fetch(isStableRequired: true));
                    test._coordinator = test.Replay();
                    Assert.Equal(live, (test.Fetch(), test.Fetch(isStableRequired: true)));
                }
            },
            iter: 300);

    private static GroupCoordinator Create() => new(new GroupCoordinatorOptions(), Guid.NewGuid, new TestCluster());

    private ErrorCode Commit(long producerId, long offset, int generation = -1, short version = 3)
    {
        if (producerId < 0)
        {
            return Decide(-1, decision => _coordinator.OffsetCommit(
                new OffsetCommitRequest
                {
                    GroupId = GroupScenario.GroupId,
                    GenerationIdOrMemberEpoch = generation,
                    RetentionTimeMs = -1,
                    Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
                },
                9,
                decision)).Topics[0].Partitions[0].ErrorCode;
        }

        return Decide(producerId, decision => _coordinator.TxnOffsetCommit(
            new TxnOffsetCommitRequest
            {
                TransactionalId = "x",
                GroupId = GroupScenario.GroupId,
                ProducerId = producerId,
                GenerationIdOrMemberEpoch = generation,
                Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
            },
            version,
            decision)).Topics[0].Partitions[0].ErrorCode;
    }

    private void End(long producerId, bool isCommit)
    {
        _log.Add((null, (producerId, isCommit)));
        _coordinator.ApplyMarker(producerId, isCommit);
    }

    private (long Offset, ErrorCode Error) Fetch(bool isStableRequired = false)
    {
        var answer = _coordinator.OffsetFetch(
            new OffsetFetchRequest.OffsetFetchRequestGroup
            {
                GroupId = GroupScenario.GroupId, MemberEpoch = -1, Topics = [new() { Name = "t", PartitionIndexes = [0] }],
            },
            isStableRequired).Topics[0].Partitions[0];
        return (answer.CommittedOffset, answer.ErrorCode);
    }

    private GroupCoordinator Replay()
    {
        var replayed = Create();
        foreach (var (record, marker) in _log)
        {
            if (record is { } one) replayed.Apply(one);
            else replayed.ApplyMarker(marker.ProducerId, marker.IsCommit);
        }

        return replayed;
    }

    private T Decide<T>(long producerId, Func<Decision, T> decide)
    {
        _decision.Begin(1_700_000_000_000, 0);
        var result = decide(_decision);
        foreach (var record in _decision.Records)
        {
            _coordinator.Apply(record with { ProducerId = producerId });
            _log.Add((record with { ProducerId = producerId }, default));
        }

        return result;
    }
}
