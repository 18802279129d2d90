using Levada.Coordination.Groups;

namespace Levada.Coordination.Tests.Groups;

public sealed class OffsetExpirationTests
{
    private const long Retention = 1_000_000;
    private const long Interval = 600_000;

    private static GroupScenario Scenario() =>
        new(new GroupCoordinatorOptions { InitialRebalanceDelayMs = 0, OffsetsRetentionMs = Retention });

    private static void Live(GroupScenario scenario, string memberId, int generation, long ms)
    {
        for (; ms > 0; ms -= 9_000)
        {
            scenario.Wait(Math.Min(ms, 9_000));
            scenario.Heartbeat(memberId, generation);
        }
    }

    [Fact]
    public void A_simple_groups_offsets_expire_by_the_age_of_each_commit()
    {
        var scenario = Scenario();
        scenario.Commit(1, partition: 0);
        scenario.Wait(Interval);
        scenario.Commit(2, partition: 1);
        scenario.Wait(Interval);
        Assert.Equal((-1L, 2L), (scenario.Fetch(partition: 0), scenario.Fetch(partition: 1)));
        scenario.Wait(Interval);
        Assert.Equal("Dead", scenario.State);
        Assert.Equal(0, scenario.Replay().GroupCount);
    }

    [Fact]
    public void An_empty_groups_offsets_expire_together_after_the_last_member_left()
    {
        var scenario = Scenario();
        var ids = scenario.FormGroup(1);
        scenario.Commit(1, ids[0], 1);
        Live(scenario, ids[0], 1, Interval * 3);
        Assert.Equal(1, scenario.Fetch());
        scenario.Leave((ids[0], null));
        scenario.Wait(Interval);
        Assert.Equal(1, scenario.Fetch());
        scenario.Wait(Interval);
        Assert.Equal("Dead", scenario.State);
        Assert.Equal(0, scenario.Replay().GroupCount);
    }

    [Fact]
    public void A_stable_group_keeps_offsets_of_subscribed_topics_and_loses_those_of_others()
    {
        var scenario = Scenario();
        var ids = scenario.FormGroup(1);
        scenario.Commit(1, ids[0], 1, topic: "t");
        scenario.Commit(2, ids[0], 1, topic: "former");
        Live(scenario, ids[0], 1, Interval * 3);
        Assert.Equal((1L, -1L), (scenario.Fetch("t"), scenario.Fetch("former")));
        Assert.Equal("Stable", scenario.State);
    }

    [Fact]
    public void A_retention_asked_for_by_an_old_client_counts_alone()
    {
        var scenario = Scenario();
        scenario.Commit(1, partition: 0, version: 4, retentionMs: 10);
        scenario.Commit(2, partition: 1, version: 4, retentionMs: 10 * Retention);
        scenario.Wait(Interval);
        Assert.Equal((-1L, 2L), (scenario.Fetch(partition: 0), scenario.Fetch(partition: 1)));
        scenario.Wait(Interval * 5);
        Assert.Equal(2, scenario.Fetch(partition: 1));
    }

    [Fact]
    public void A_shard_without_groups_sets_no_timer()
    {
        var scenario = Scenario();
        Assert.Equal(long.MaxValue, scenario.Coordinator.NextDeadlineMs);
        scenario.Commit(1);
        Assert.Equal(scenario.NowMs + Interval, scenario.Coordinator.NextDeadlineMs);
        scenario.Wait(Interval * 3);
        Assert.Equal(0, scenario.Coordinator.GroupCount);
        scenario.Wait(Interval);
        Assert.Equal(long.MaxValue, scenario.Coordinator.NextDeadlineMs);
    }
}
