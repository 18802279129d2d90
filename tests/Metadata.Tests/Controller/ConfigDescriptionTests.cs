using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Tests.Controller;

public sealed class ConfigDescriptionTests
{
    private static string Tell(DescribeConfigsResponse.DescribeConfigsResourceResult config) =>
        $"{config.Name}={config.Value} {(ConfigSource)config.ConfigSource} [{string.Join(' ', config.Synonyms.Select(s => $"{(ConfigSource)s.Source}:{s.Name}={s.Value}"))}]";

    private static DescribeConfigsResponse.DescribeConfigsResult Describe(
        Fixture fixture, ConfigResourceType type, string resource, params string[]? keys) =>
        ConfigDescription.Describe(
            new DescribeConfigsRequest
            {
                Resources = [new() { ResourceType = (sbyte)type, ResourceName = resource, ConfigurationKeys = keys }],
                IncludeSynonyms = true,
                IncludeDocumentation = true,
            },
            fixture.Image,
            fixture.Configs).Results[0];

    private static void Alter(Fixture fixture, ConfigResource resource, string name, string value) =>
        fixture.Append([MetadataRecords.Of(new ConfigRecord
        {
            ResourceType = (sbyte)resource.Type, ResourceName = resource.Name, Name = name, Value = value,
        })]);

    private static string Topic(Fixture fixture, string name) =>
        Tell(Assert.Single(Describe(fixture, ConfigResourceType.Topic, "t", name).Configs));

    private static string Broker(Fixture fixture, string name) =>
        Tell(Assert.Single(Describe(fixture, ConfigResourceType.Broker, "1", name).Configs));

    private static Fixture WithTopic(params string[] overrides)
    {
        var fixture = Fixture.WithBrokers(1, overrides);
        fixture.CreateTopic("t");
        return fixture;
    }

    [Fact]
    public void Nothing_set_is_a_default()
    {
        var fixture = WithTopic();

        // The default of retention.ms comes from hours, which no chain from log.retention.ms names.
        Assert.Equal("retention.ms=604800000 Default []", Topic(fixture, "retention.ms"));
        Assert.Equal("segment.ms=604800000 Default []", Topic(fixture, "segment.ms"));
        Assert.Equal("flush.ms=9223372036854775807 Default []", Topic(fixture, "flush.ms"));
        Assert.Equal("segment.bytes=1073741824 Default [Default:log.segment.bytes=1073741824]", Topic(fixture, "segment.bytes"));
        Assert.Equal("remote.storage.enable=false Default []", Topic(fixture, "remote.storage.enable"));
        Assert.Equal("levada.durability=disk Default [Default:levada.durability=disk]", Topic(fixture, "levada.durability"));
        Assert.Equal("min.cleanable.dirty.ratio=0.5 Default [Default:log.cleaner.min.cleanable.ratio=0.5]", Topic(fixture, "min.cleanable.dirty.ratio"));
    }

    [Fact]
    public void Static_hours_set_retention_without_being_its_source()
    {
        var fixture = WithTopic("log.retention.hours=1");

        Assert.Equal("retention.ms=3600000 Default []", Topic(fixture, "retention.ms"));
        Assert.Equal("log.retention.ms= Default []", Broker(fixture, "log.retention.ms"));
        Assert.Equal(
            "log.retention.hours=1 StaticBroker [StaticBroker:log.retention.hours=1 Default:log.retention.hours=168]",
            Broker(fixture, "log.retention.hours"));
    }

    [Fact]
    public void Every_layer_stands_in_the_chain_the_strongest_first()
    {
        var fixture = WithTopic("log.retention.ms=1");
        Assert.Equal(
            "retention.ms=1 StaticBroker [StaticBroker:log.retention.ms=1 Default:log.retention.hours=168]", Topic(fixture, "retention.ms"));
        Alter(fixture, ConfigResource.ClusterDefault, "log.retention.ms", "2");
        Alter(fixture, ConfigResource.Broker(1), "log.retention.ms", "3");
        Alter(fixture, ConfigResource.Topic("t"), "retention.ms", "4");

        const string chain =
            "DynamicBroker:log.retention.ms=3 DynamicDefaultBroker:log.retention.ms=2 StaticBroker:log.retention.ms=1 Default:log.retention.hours=168";
        Assert.Equal($"retention.ms=4 DynamicTopic [DynamicTopic:retention.ms=4 {chain}]", Topic(fixture, "retention.ms"));
        Assert.Equal($"log.retention.ms=3 DynamicBroker [{chain}]", Broker(fixture, "log.retention.ms"));
    }

    [Fact]
    public void The_cluster_default_lists_only_what_was_altered()
    {
        var fixture = WithTopic("log.retention.ms=1");
        Assert.Empty(Describe(fixture, ConfigResourceType.Broker, "", null).Configs);
        Alter(fixture, ConfigResource.ClusterDefault, "log.retention.ms", "2");
        Alter(fixture, ConfigResource.Broker(1), "log.retention.ms", "3");

        Assert.Equal(
            "log.retention.ms=2 DynamicDefaultBroker [DynamicDefaultBroker:log.retention.ms=2]",
            Tell(Assert.Single(Describe(fixture, ConfigResourceType.Broker, "", null).Configs)));
    }

    [Fact]
    public void What_is_read_at_start_is_read_only_and_topics_never_are()
    {
        var fixture = WithTopic();

        Assert.True(Describe(fixture, ConfigResourceType.Broker, "1", "num.partitions").Configs[0].ReadOnly);
        Assert.False(Describe(fixture, ConfigResourceType.Broker, "1", "log.retention.ms").Configs[0].ReadOnly);
        Assert.All(Describe(fixture, ConfigResourceType.Topic, "t", null).Configs, config => Assert.False(config.ReadOnly));
    }

    [Fact]
    public void A_secret_is_marked_and_not_told()
    {
        var fixture = WithTopic("ssl.key.password=s3cret");
        var config = Describe(fixture, ConfigResourceType.Broker, "1", "ssl.key.password").Configs[0];

        Assert.True(config.IsSensitive);
        Assert.Equal("ssl.key.password= StaticBroker [StaticBroker:ssl.key.password=]", Tell(config));
    }

    [Fact]
    public void Internal_names_are_left_out()
    {
        var fixture = WithTopic();
        var names = Describe(fixture, ConfigResourceType.Topic, "t", null).Configs.Select(config => config.Name).ToList();

        Assert.Equal(37, names.Count);
        Assert.DoesNotContain("internal.segment.bytes", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void Types_and_texts_come_along()
    {
        var config = Describe(WithTopic(), ConfigResourceType.Topic, "t", "cleanup.policy").Configs[0];

        Assert.Equal((sbyte)ConfigType.List, config.ConfigType);
        Assert.NotEmpty(config.Documentation!);
    }

    [Fact]
    public void A_group_inherits_from_the_broker()
    {
        var fixture = WithTopic("group.consumer.session.timeout.ms=46000");
        var group = new ConfigResource(ConfigResourceType.Group, "g");
        Assert.Equal("consumer.session.timeout.ms=46000 StaticBroker [StaticBroker:group.consumer.session.timeout.ms=46000 Default:group.consumer.session.timeout.ms=45000]", Tell(Describe(fixture, ConfigResourceType.Group, "g", "consumer.session.timeout.ms").Configs[0]));
        Alter(fixture, group, "consumer.session.timeout.ms", "47000");

        Assert.Equal(
            "consumer.session.timeout.ms=47000 Group [Group:consumer.session.timeout.ms=47000 StaticBroker:group.consumer.session.timeout.ms=46000 "
                + "Default:group.consumer.session.timeout.ms=45000]",
            Tell(Describe(fixture, ConfigResourceType.Group, "g", "consumer.session.timeout.ms").Configs[0]));
    }

    [Theory]
    [InlineData(ConfigResourceType.Topic, "x", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(ConfigResourceType.Topic, "a b", ErrorCode.InvalidTopicException)]
    [InlineData(ConfigResourceType.Broker, "2", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Group, "", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Unknown, "x", ErrorCode.InvalidRequest)]
    public void What_does_not_exist_is_refused(ConfigResourceType type, string name, ErrorCode error) =>
        Assert.Equal(error, Describe(WithTopic(), type, name, null).ErrorCode);
}
