using CsCheck;
using Levada.Client.Consuming;
using Levada.Protocol;

namespace Levada.Client.Tests;

public sealed class GroupProtocolTests
{
    [Fact]
    public void Range_gives_neighbouring_partitions_and_the_first_members_the_extra_ones()
    {
        var assignment = RangeAssignor.Assign(
            new Dictionary<string, string[]> { ["b"] = ["t"], ["a"] = ["t"], ["c"] = ["t", "absent"] }, new Dictionary<string, int> { ["t"] = 7 });

        Assert.Equal([0, 1, 2], assignment["a"].Select(partition => partition.Partition));
        Assert.Equal([3, 4], assignment["b"].Select(partition => partition.Partition));
        Assert.Equal([5, 6], assignment["c"].Select(partition => partition.Partition));
    }

    [Fact]
    public void Every_partition_of_a_wanted_topic_has_one_owner_that_wants_it() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 20], Gen.Int[0, 63]).Sample((memberCount, partitionCount, interests) =>
        {
            string[] topics = ["t0", "t1"];
            var subscriptions = Enumerable.Range(0, memberCount)
                .ToDictionary(member => $"m{member}", member => topics.Where((_, topic) => ((interests >> (member + topic)) & 1) == 1).ToArray());
            var assignment = RangeAssignor.Assign(subscriptions, topics.ToDictionary(topic => topic, _ => partitionCount));
            var owned = assignment.SelectMany(pair => pair.Value).ToList();
            var wanted = subscriptions.Values.SelectMany(wants => wants).Distinct();

            Assert.Equal(wanted.Count() * partitionCount, owned.Count);
            Assert.Equal(owned.Count, owned.Distinct().Count());
            Assert.All(assignment, pair => Assert.All(pair.Value, partition => Assert.Contains(partition.Topic, subscriptions[pair.Key])));
        });

    [Fact]
    public void Subscriptions_and_assignments_survive_the_wire()
    {
        TopicPartition[] partitions = [new("a", 0), new("a", 3), new("b", 1)];

        Assert.Equal(["a", "b"], ConsumerProtocol.TryReadSubscription(ConsumerProtocol.WriteSubscription(["a", "b"], []))!);
        Assert.Equal(partitions, ConsumerProtocol.TryReadAssignment(ConsumerProtocol.WriteAssignment(partitions.Reverse())));
    }

    [Fact]
    public void Bytes_of_other_protocols_are_no_assignment() =>
        Gen.Byte.Array[1, 40].Sample(bytes => _ = ConsumerProtocol.TryReadAssignment(bytes));
}
