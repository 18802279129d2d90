using CsCheck;
using Levada.Coordination.Groups;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Groups.Consumer;

public sealed class AssignmentTests
{
    // Which of three topics each member subscribes to, as bits; at least one.
    private static readonly Gen<(int[] Subscriptions, int[] PartitionCounts)> Mixed =
        Gen.Select(Gen.Int[1, 7].Array[1, 8], Gen.Int[1, 12].Array[3]);

    private static readonly Gen<(int[] Subscriptions, int[] PartitionCounts)> Alike =
        Gen.Select(Gen.Int[1, 8].Select(count => Enumerable.Repeat(7, count).ToArray()), Gen.Int[0, 12].Array[3]);

    [Fact]
    public void Uniform_gives_members_with_equal_subscriptions_equally_much_and_moves_no_more_than_it_must() => Alike.Sample(given =>
    {
        var world = new World(given.Subscriptions, given.PartitionCounts, "uniform");
        world.Settle();
        world.CheckComplete();
        Assert.True(world.Counts.Max() - world.Counts.Min() <= 1);

        var before = world.Members.Select(member => member.Owned.ToHashSet()).ToList();
        if (before.Count < 2) return;
        world.Members[^1].Leave();
        world.Members.RemoveAt(world.Members.Count - 1);
        world.Settle();
        world.CheckComplete();
        // Whoever stays loses nothing when another goes.
        for (var i = 0; i < world.Members.Count; i++) Assert.Superset(before[i], world.Members[i].Owned.ToHashSet());
    }, iter: 60);

    [Fact]
    public void Uniform_leaves_no_partition_that_could_move_to_a_member_with_two_fewer() => Mixed.Sample(given =>
    {
        var world = new World(given.Subscriptions, given.PartitionCounts, "uniform");
        world.Settle();
        world.CheckComplete();
        foreach (var giver in world.Members)
        {
            foreach (var (topic, _) in giver.Owned)
            {
                var takers = world.Members.Where(member => member.Topics.Contains(world.Scenario.Cluster.NameOf(topic)));
                Assert.All(takers, taker => Assert.True(taker.PartitionCount + 1 >= giver.PartitionCount));
            }
        }
    }, iter: 60);

    [Fact]
    public void Range_gives_every_subscriber_of_a_topic_one_run_of_its_partitions() => Mixed.Sample(given =>
    {
        var world = new World(given.Subscriptions, given.PartitionCounts, "range");
        world.Settle();
        world.CheckComplete();
        foreach (var topic in world.Members.SelectMany(member => member.Owned).GroupBy(owned => owned.Topic))
        {
            var runs = world.Members.Select(member => member.Owned.Where(owned => owned.Topic == topic.Key).Select(owned => owned.Partition).ToList());
            Assert.All(runs.Where(run => run.Count > 0), run => Assert.Equal(run.Count - 1, run[^1] - run[0]));
        }
    }, iter: 60);

    private sealed class World
    {
        public World(int[] subscriptions, int[] partitionCounts, string assignor)
        {
            for (var i = 0; i < partitionCounts.Length; i++)
                if (partitionCounts[i] > 0) Scenario.Cluster.Set($"t{i}", partitionCounts[i]);
            for (var i = 0; i < subscriptions.Length; i++)
            {
                string[] topics = [.. Enumerable.Range(0, 3).Where(topic => (subscriptions[i] & (1 << topic)) != 0).Select(topic => $"t{topic}")];
                Members.Add(new ConsumerTestMember(Scenario, $"m{i}", topics) { Assignor = assignor });
            }
        }

        public GroupScenario Scenario { get; } = new(new GroupCoordinatorOptions());
        public List<ConsumerTestMember> Members { get; } = [];
        public IEnumerable<int> Counts => Members.Select(member => member.PartitionCount);

        public void Settle()
        {
            for (var round = 0; round < 12; round++)
            {
                foreach (var member in Members) Assert.Equal(ErrorCode.None, member.Beat());
                Scenario.Wait(1_500);
            }

            Assert.Equal("Stable", Scenario.Coordinator.DescribeConsumerGroup(GroupScenario.GroupId).GroupState);
        }

        /// <summary>Every partition somebody wants has one reader, and nobody reads what it does not want.</summary>
        public void CheckComplete()
        {
            var wanted = Members.SelectMany(member => member.Topics).Distinct()
                .SelectMany(topic => Enumerable.Range(0, Scenario.Cluster.PartitionCountOf(topic)).Select(partition => (Scenario.Cluster.IdOf(topic), partition)));
            Assert.Equal(wanted.Order(), Members.SelectMany(member => member.Owned).Order());
            foreach (var member in Members)
                Assert.All(member.Owned, owned => Assert.Contains(Scenario.Cluster.NameOf(owned.Topic), member.Topics));
        }
    }
}
