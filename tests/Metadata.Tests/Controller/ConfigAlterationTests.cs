using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Controller;

public sealed class ConfigAlterationTests
{
    private const sbyte Set = 0;
    private const sbyte Delete = 1;
    private const sbyte Append = 2;
    private const sbyte Subtract = 3;
    private readonly Fixture _fixture = Fixture.WithBrokers(1);

    public ConfigAlterationTests() => _fixture.CreateTopic("t");

    private ErrorCode Alter(ConfigResourceType type, string resource, params (string Name, sbyte Operation, string? Value)[] edits)
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = (sbyte)type,
                    ResourceName = resource,
                    Configs = [.. edits.Select(edit => new IncrementalAlterConfigsRequest.AlterableConfig
                    {
                        Name = edit.Name, ConfigOperation = edit.Operation, Value = edit.Value,
                    })],
                },
            ],
        };
        return _fixture.Apply(ConfigAlteration.Decide(request, _fixture.Context)).Responses[0].ErrorCode;
    }

    private string? TopicValue(string name) => _fixture.Image.Configurations.Of(ConfigResource.Topic("t")).GetValueOrDefault(name);

    [Fact]
    public void Values_are_set_and_go_back_to_the_default()
    {
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"), ("segment.bytes", Set, "1048576")));
        Assert.Equal(5, _fixture.Configs.SettingsOf("t").RetentionMs);
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("retention.ms", Delete, null)));
        Assert.Null(TopicValue("retention.ms"));
        Assert.Equal("1048576", TopicValue("segment.bytes"));
        Assert.Equal(604_800_000, _fixture.Configs.SettingsOf("t").RetentionMs);
    }

    [Fact]
    public void A_list_takes_elements_on_and_off_from_what_is_in_force()
    {
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("cleanup.policy", Append, "compact")));
        Assert.Equal("delete,compact", TopicValue("cleanup.policy"));
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("cleanup.policy", Subtract, "delete")));
        Assert.Equal("compact", TopicValue("cleanup.policy"));
        Assert.Equal(ErrorCode.InvalidConfig, Alter(ConfigResourceType.Topic, "t", ("retention.ms", Append, "5")));
    }

    [Fact]
    public void An_unchanged_value_writes_no_record()
    {
        Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"));
        var count = _fixture.Log.Count;
        Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"));

        Assert.Equal(count, _fixture.Log.Count);
    }

    [Fact]
    public void One_bad_value_keeps_the_whole_resource_as_it_was()
    {
        Assert.Equal(ErrorCode.InvalidConfig, Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"), ("segment.bytes", Set, "1")));
        Assert.Null(TopicValue("retention.ms"));
    }

    [Theory]
    [InlineData(ConfigResourceType.Topic, "x", "retention.ms", "5", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(ConfigResourceType.Topic, "a b", "retention.ms", "5", ErrorCode.InvalidTopicException)]
    [InlineData(ConfigResourceType.Topic, "t", "no.such", "5", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Topic, "t", "retention.ms", null, ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Topic, "t", "remote.storage.enable", "false", ErrorCode.None)]
    [InlineData(ConfigResourceType.Topic, "t", "remote.storage.enable", "true", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Broker, "1", "log.retention.ms", "5", ErrorCode.None)]
    [InlineData(ConfigResourceType.Broker, "1", "log.retention.ms", "0", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "1", "log.retention.hours", "5", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "1", "num.partitions", "5", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "1", "max.connections.per.ip.overrides", "a", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "2", "log.retention.ms", "5", ErrorCode.BrokerIdNotRegistered)]
    [InlineData(ConfigResourceType.Broker, "x", "log.retention.ms", "5", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "", "max.connections", "5", ErrorCode.None)]
    [InlineData(ConfigResourceType.Broker, "", "ssl.keystore.type", "JKS", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Broker, "1", "ssl.keystore.type", "JKS", ErrorCode.None)]
    [InlineData(ConfigResourceType.BrokerLogger, "1", "root", "INFO", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.Group, "g", "consumer.session.timeout.ms", "50000", ErrorCode.None)]
    [InlineData(ConfigResourceType.Group, "g", "consumer.session.timeout.ms", "1", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "consumer.session.timeout.ms", "60001", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "consumer.heartbeat.interval.ms", "15000", ErrorCode.None)]
    [InlineData(ConfigResourceType.Group, "g", "share.delivery.count.limit", "11", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "share.isolation.level", "read_committed", ErrorCode.None)]
    [InlineData(ConfigResourceType.Group, "g", "share.isolation.level", "serializable", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "share.auto.offset.reset", "by_duration:P1DT2H", ErrorCode.None)]
    [InlineData(ConfigResourceType.Group, "g", "share.auto.offset.reset", "none", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "streams.num.standby.replicas", "3", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "streams.assignor.name", "clever", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "errors.deadletterqueue.topic.name", "__dlq", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "errors.deadletterqueue.topic.name", "dead/letters", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "g", "errors.deadletterqueue.topic.name", "dead.letters", ErrorCode.None)]
    [InlineData(ConfigResourceType.Group, "g", "no.such", "1", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Group, "", "consumer.session.timeout.ms", "50000", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.ClientMetrics, "m", "interval.ms", "1000", ErrorCode.None)]
    [InlineData(ConfigResourceType.ClientMetrics, "m", "interval.ms", "99", ErrorCode.InvalidRequest)]
    [InlineData(ConfigResourceType.ClientMetrics, "m", "match", "client_id=a.*", ErrorCode.None)]
    [InlineData(ConfigResourceType.ClientMetrics, "m", "match", "colour=red", ErrorCode.InvalidConfig)]
    [InlineData(ConfigResourceType.Unknown, "m", "a", "b", ErrorCode.InvalidRequest)]
    public void Each_kind_of_resource_has_its_rules(ConfigResourceType type, string resource, string name, string? value, ErrorCode error) =>
        Assert.Equal(error, Alter(type, resource, (name, Set, value)));

    [Fact]
    public void A_record_must_not_have_to_be_cleaned_before_it_may_be()
    {
        Assert.Equal(ErrorCode.InvalidConfig, Alter(ConfigResourceType.Topic, "t", ("min.compaction.lag.ms", Set, "10"), ("max.compaction.lag.ms", Set, "9")));
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("min.compaction.lag.ms", Set, "10"), ("max.compaction.lag.ms", Set, "10")));
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Topic, "t", ("min.compaction.lag.ms", Delete, null)));

        // The other bound may be the broker's.
        Assert.Equal(ErrorCode.None, Alter(ConfigResourceType.Broker, "", ("log.cleaner.min.compaction.lag.ms", Set, "100")));
        Assert.Equal(ErrorCode.InvalidConfig, Alter(ConfigResourceType.Topic, "t", ("max.compaction.lag.ms", Set, "99")));
    }

    [Fact]
    public void A_name_twice_or_an_unknown_operation_is_refused()
    {
        Assert.Equal(ErrorCode.InvalidRequest, Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"), ("retention.ms", Delete, null)));
        Assert.Equal(ErrorCode.InvalidRequest, Alter(ConfigResourceType.Topic, "t", ("retention.ms", 9, "5")));
    }

    [Fact]
    public void A_resource_twice_is_refused_both_times()
    {
        var item = new IncrementalAlterConfigsRequest.AlterConfigsResource { ResourceType = 2, ResourceName = "t" };
        var response = ConfigAlteration.Decide(new IncrementalAlterConfigsRequest { Resources = [item, item] }, _fixture.Context).Response;

        Assert.Equal([ErrorCode.InvalidRequest, ErrorCode.InvalidRequest], response.Responses.Select(result => result.ErrorCode));
    }

    [Fact]
    public void The_old_request_takes_back_what_it_does_not_name()
    {
        Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "5"), ("segment.bytes", Set, "1048576"));
        var request = new AlterConfigsRequest
        {
            Resources = [new() { ResourceType = 2, ResourceName = "t", Configs = [new() { Name = "segment.ms", Value = "7" }] }],
        };

        Assert.Equal(ErrorCode.None, _fixture.Apply(ConfigAlteration.Decide(request, _fixture.Context)).Responses[0].ErrorCode);
        Assert.Equal(["segment.ms"], _fixture.Image.Configurations.Of(ConfigResource.Topic("t")).Keys);
    }

    [Fact]
    public void Validation_alone_changes_nothing()
    {
        var request = new IncrementalAlterConfigsRequest
        {
            ValidateOnly = true,
            Resources = [new() { ResourceType = 2, ResourceName = "t", Configs = [new() { Name = "retention.ms", Value = "5" }] }],
        };

        Assert.Empty(ConfigAlteration.Decide(request, _fixture.Context).Records);
    }

    [Fact]
    public void A_broker_value_beats_the_cluster_default_and_both_reach_topics()
    {
        Alter(ConfigResourceType.Broker, "", ("log.retention.ms", Set, "10"));
        Assert.Equal(10, _fixture.Configs.SettingsOf("t").RetentionMs);
        Alter(ConfigResourceType.Broker, "1", ("log.retention.ms", Set, "20"));
        Assert.Equal(20, _fixture.Configs.SettingsOf("t").RetentionMs);
        Alter(ConfigResourceType.Topic, "t", ("retention.ms", Set, "30"));
        Assert.Equal(30, _fixture.Configs.SettingsOf("t").RetentionMs);
        Assert.Equal(20, _fixture.Configs.SettingsOf("other").RetentionMs);
    }
}
