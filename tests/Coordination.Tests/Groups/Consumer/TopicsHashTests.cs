using Levada.Coordination.Groups;
using Levada.Coordination.Groups.Consumer;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Groups.Consumer;

/// <summary>The expected numbers come from hash4j, the library that Apache Kafka hashes with, fed in the order that KIP-1101 gives.</summary>
public sealed class TopicsHashTests
{
    private static readonly Catalog Topics = new(
        ("bar", new Uuid(0x0123456789abcdef, 0x7edcba9876543210), [[]]),
        ("foo", new Uuid(1, 2), [["rack0", "rack1"], ["rack1", "rack2"]]),
        ("größe", new Uuid(3, 4), [.. Enumerable.Repeat<string[]>([], 100)]));

    [Theory]
    [InlineData(-5516545748890277345, "bar")]
    [InlineData(404545157532600961, "bar", "foo")]
    [InlineData(8881226023916588952, "bar", "foo", "größe")]
    [InlineData(404545157532600961, "bar", "baz", "foo")]
    [InlineData(0, "baz")]
    [InlineData(0)]
    public void Topics_hash_to_the_number_that_Kafka_gives_them(long expected, params string[] topics) =>
        Assert.Equal(expected, TopicsHash.Of(topics, Topics));

    private sealed class Catalog(params (string Name, Uuid Id, string[][] Racks)[] topics) : ITopicCatalog
    {
        public long Version => 0;
        public IReadOnlyList<string> Names => [.. topics.Select(topic => topic.Name)];
        public int PartitionCountOf(string topicName) => Find(topicName).Racks?.Length ?? 0;
        public IReadOnlyList<string> RacksOf(string topicName, int partition) => Find(topicName).Racks[partition];
        public Uuid IdOf(string topicName) => Find(topicName).Id;
        public string? NameOf(Uuid topicId) => Array.Find(topics, topic => topic.Id == topicId).Name;

        private (string Name, Uuid Id, string[][] Racks) Find(string name) => Array.Find(topics, topic => topic.Name == name);
    }
}
