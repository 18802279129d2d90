using Levada.Metadata.Configs;

namespace Levada.Metadata.Tests.Configs;

public sealed class ConfigDefinitionsTests
{
    // Kafka 4.4 has 378, 37, 27 and 3 names; two broker names and one topic name are our own.
    [Fact]
    public void Every_name_of_Kafka_is_known()
    {
        Assert.Equal(378 + 2, ConfigDefinitions.Broker.Definitions.Count);
        Assert.Equal(37 + 1, ConfigDefinitions.Topic.Definitions.Count);
        Assert.Equal(27, ConfigDefinitions.Group.Definitions.Count);
        Assert.Equal(3, ConfigDefinitions.ClientMetrics.Definitions.Count);
    }

    [Fact]
    public void Every_default_is_valid_and_in_one_spelling()
    {
        foreach (var type in new[] { ConfigResourceType.Broker, ConfigResourceType.Topic, ConfigResourceType.Group, ConfigResourceType.ClientMetrics })
        {
            foreach (var definition in ConfigDefinitions.Of(type)!.Definitions)
            {
                if (definition.Default is not { } text) continue;
                Assert.True(definition.Check(text) is null, $"{definition.Name}={text}: {definition.Check(text)}");
                Assert.Equal(text, definition.Normalize(text));
            }
        }
    }

    [Fact]
    public void Every_server_default_is_a_broker_name()
    {
        foreach (var definition in ConfigDefinitions.Topic.Definitions)
            Assert.True(definition.ServerDefault is null || ConfigDefinitions.Broker.TryFind(definition.ServerDefault, out _), definition.Name);
    }

    [Theory]
    [InlineData("num.partitions", "0", "must be at least 1")]
    [InlineData("num.partitions", "x", "must be a 32-bit whole number")]
    [InlineData("num.partitions", "2147483648", "must be a 32-bit whole number")]
    [InlineData("offsets.topic.replication.factor", "40000", "must be a 16-bit whole number")]
    [InlineData("compression.gzip.level", "0", "must be 1 to 9, or -1")]
    [InlineData("compression.gzip.level", "-1", null)]
    [InlineData("compression.zstd.level", "23", "must be -131072 to 22")]
    [InlineData("compression.type", "brotli", "must be one of uncompressed, zstd, lz4, snappy, gzip, producer")]
    [InlineData("log.cleanup.policy", "delete, compact", null)]
    [InlineData("log.cleanup.policy", "keep", "each element must be one of compact, delete")]
    [InlineData("auto.create.topics.enable", "yes", "must be true or false")]
    [InlineData("auto.create.topics.enable", "TRUE", null)]
    [InlineData("log.cleaner.min.cleanable.ratio", "1.5", "must be 0 to 1")]
    [InlineData("log.retention.ms", " 5 ", null)]
    [InlineData("log.retention.ms", "", "must be a 64-bit whole number")]
    [InlineData("log.dirs", "", "must not be empty")]
    public void A_value_is_judged_by_type_and_rule(string name, string text, string? problem) =>
        Assert.Equal(problem, ConfigDefinitions.Broker[name].Check(text));

    [Theory]
    [InlineData("follower.replication.throttled.replicas", "*", true)]
    [InlineData("follower.replication.throttled.replicas", "0:1,1:2", true)]
    [InlineData("follower.replication.throttled.replicas", "0:1,x", false)]
    public void Throttled_replicas_are_a_star_or_pairs(string name, string text, bool isValid) =>
        Assert.Equal(isValid, ConfigDefinitions.Topic[name].Check(text) is null);

    [Theory]
    [InlineData("min.cleanable.dirty.ratio", "1", "1.0")]
    [InlineData("min.cleanable.dirty.ratio", "0.0001", "1.0E-4")]
    [InlineData("cleanup.policy", "compact , delete", "compact,delete")]
    [InlineData("preallocate", "True", "true")]
    [InlineData("retention.ms", "+7", "7")]
    public void A_value_is_told_in_one_spelling(string name, string text, string told) =>
        Assert.Equal(told, ConfigDefinitions.Topic[name].Normalize(text));

    [Fact]
    public void Large_numbers_print_as_Java_prints_them()
    {
        Assert.Equal("1.7976931348623157E308", ConfigText.Print(double.MaxValue));
        Assert.Equal("1.25E7", ConfigText.Print(12_500_000));
        Assert.Equal("-2.0", ConfigText.Print(-2));
        Assert.Equal("0.001", ConfigText.Print(0.001));
    }
}
